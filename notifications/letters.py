"""Letters: the outbox for people without an account. Written with the change that causes them, delivered by a sweep."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from notifications import posting, refusing
from notifications.claiming import BATCH, LEASE
from notifications.composing import absolute, write
from notifications.models import Channel, Letter, Notification
from notifications.naming import message_id
from notifications.outcomes import Dropped, Failed, Outcome, Refused, Sent, consequences
from notifications.posting import Postman, Undelivered, Unreachable
from notifications.renderers import renderer_of

log = logging.getLogger(__name__)


def tell(
    address: str,
    kind: str,
    *,
    event: str,
    object_id: int,
    language: str = "",
    context: dict[str, Any] | None = None,
    delay: timedelta = timedelta(0),
    now: datetime | None = None,
) -> None:
    """Note that a mail is owed to the address, once per event. ``delay`` holds it back (an undo window)."""
    now = now or timezone.now()
    letter = Letter(
        kind=kind,
        event=event,
        address=address,
        language=language,
        object_id=object_id,
        context=context or {},
        created_at=now,
        next_attempt_at=now + delay,
    )
    Letter.objects.bulk_create([letter], ignore_conflicts=True)


def deliver_due(now: datetime | None = None) -> int:
    """Deliver one batch of what is due; returns how many were sent. Sent twice at worst, under the same Message-ID."""
    now = now or timezone.now()
    sent = 0
    with Postman() as postman:
        rows = _claim(now)
        for row in rows:
            try:
                outcome = _attempt(row, postman)
            except Unreachable as error:
                _note(rows[rows.index(row) :], Failed(str(error)), now)
                break
            _note([row], outcome, now)
            sent += isinstance(outcome, Sent)
    return sent


@transaction.atomic
def _claim(now: datetime) -> list[Letter]:
    due = Letter.objects.filter(sent_at=None, dropped_at=None, dead_at=None, next_attempt_at__lte=now)
    rows = list(due.order_by("next_attempt_at", "id").select_for_update(skip_locked=True)[:BATCH])
    Letter.objects.filter(pk__in=[row.pk for row in rows]).update(next_attempt_at=now + LEASE)
    return rows


def _attempt(row: Letter, postman: Postman) -> Outcome:
    """Say it and hand it over. Raises Unreachable."""
    if known := refusing.refusal_of(row.address):
        return refusing.of_address(known)
    try:
        with translation.override(row.language or settings.LANGUAGE_CODE):
            mail = _compose(row)
        if mail is None:
            return Dropped(_("It was no longer true when it was due."))
        postman.hand_over(mail)
    except Unreachable:
        raise
    except posting.Refused as error:
        return Refused(str(error), error.is_address)
    except Undelivered as error:
        return Failed(str(error))
    except Exception as error:  # whatever an app's renderer may raise: one bad row never stops the others
        log.exception("letter %s (%s) cannot be said", row.pk, row.kind)
        return Failed(_("It could not be put into words: %s") % f"{type(error).__name__}: {error}"[:300])
    return Sent()


def _compose(row: Letter) -> EmailMultiAlternatives | None:
    renderer = renderer_of(row.kind)
    if renderer is None:
        raise LookupError(f"nobody knows the kind {row.kind!r}")
    # Renderers read what a notice is about, not to whom it goes.
    notice = Notification(
        kind=row.kind, event=row.event, channel=Channel.EMAIL, object_id=row.object_id, context=row.context
    )
    message = renderer.render(notice)
    if message is None:
        return None
    context = {**message.context, "title": message.title, "url": absolute(message.path)}
    headers = {"Message-ID": message_id("letter", row.pk), "Auto-Submitted": "auto-generated"}
    return write(row.kind, context, row.address, headers)


def _note(rows: list[Letter], outcome: Outcome, now: datetime) -> None:
    for row in rows:
        changes = consequences(outcome, row.attempts + 1, now)
        Letter.objects.filter(pk=row.pk, sent_at=None, dropped_at=None).update(**changes)
        if isinstance(outcome, Refused) and outcome.is_address:
            refusing.remember(row.address, outcome.reason, now)
