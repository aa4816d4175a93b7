"""The queue of letters: one copy after another, on one connection, behind everything that is meant for one person."""

import hashlib
import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from notifications import posting, refusing
from notifications.bulletins import linking, rendering
from notifications.claiming import LEASE
from notifications.composing import absolute, write
from notifications.models import Copy, Lane
from notifications.naming import domain, message_id
from notifications.outcomes import Dropped, Failed, Outcome, Refused, Sent, consequences
from notifications.posting import Postman, Undelivered, Unreachable
from notifications.renderers import Message

BATCH = 50
Outcomes = list[tuple[Copy, Outcome]]

log = logging.getLogger(__name__)


class Copies:
    """Copies of bulletins, and the mails in which addresses are confirmed."""

    def claim(self, now: datetime) -> list[Copy]:
        """What is due; whoever waits for a confirmation goes before what goes to many."""
        for lane in (Lane.PEOPLE, Lane.MANY):
            if rows := self._claim(lane, now):
                return rows
        return []

    @transaction.atomic
    def _claim(self, lane: Lane, now: datetime) -> list[Copy]:
        due = Copy.objects.due(now).filter(lane=lane).select_related("subscriber", "bulletin")
        rows = list(
            due.order_by("next_attempt_at", "id").select_for_update(skip_locked=True, of=("self",))[:BATCH]
        )
        if rows:
            Copy.objects.filter(pk__in=[row.pk for row in rows]).update(next_attempt_at=now + LEASE)
        return rows

    def give_back(self, rows: list[Copy], now: datetime) -> None:
        """Let go of what was not touched."""
        Copy.objects.waiting().filter(pk__in=[row.pk for row in rows]).update(next_attempt_at=now)

    def is_pressing(self, row: Copy) -> bool:
        """Nothing here is."""
        return False

    def is_mail(self, row: Copy) -> bool:
        """All of it is."""
        return True

    def attempt(self, row: Copy, postman: Postman, now: datetime) -> Outcomes:
        """Try to send one copy. Raises Unreachable."""
        return [(row, _attempt(row, postman))]

    def note(self, outcomes: Outcomes, now: datetime) -> int:
        """Store what came of it; how many were sent."""
        for row, outcome in outcomes:
            changes = consequences(outcome, row.attempts + 1, now)
            Copy.objects.waiting().filter(pk=row.pk).update(**changes)
            if isinstance(outcome, Refused) and outcome.is_address:
                refusing.remember(row.subscriber.address, outcome.reason, now)
        return sum(isinstance(outcome, Sent) for _row, outcome in outcomes)


def _attempt(row: Copy, postman: Postman) -> Outcome:
    subscriber = row.subscriber
    try:
        with translation.override(subscriber.language or settings.LANGUAGE_CODE):
            if row.bulletin is None:
                if subscriber.left_at:
                    return Dropped(_("There is nothing to confirm any more."))
                mail = confirmation(row)
            else:
                if subscriber.left_at or not getattr(subscriber, f"wants_{row.bulletin.kind}"):
                    return Dropped(_("The person does not want this kind by this channel."))
                if subscriber.bounced_at:
                    return Refused(subscriber.bounce_cause, is_address=True)
                renderer = rendering.renderer_of(row.bulletin.kind)
                if renderer is None:
                    raise LookupError(f"nobody knows the kind {row.bulletin.kind!r}")
                message = renderer.render(row.bulletin)
                if message is None:
                    return Dropped(_("It was no longer true when it was due."))
                mail = copy(row, message)
        postman.hand_over(mail)
    except Unreachable:
        raise
    except posting.Refused as error:
        return Refused(str(error), error.is_address)
    except Undelivered as error:
        return Failed(str(error))
    except Exception as error:  # whatever a renderer may raise: one bad row never stops the others
        log.exception("letter %s cannot be said", row.pk)
        return Failed(_("It could not be put into words: %s") % f"{type(error).__name__}: {error}"[:300])
    return Sent()


def copy(row: Copy, message: Message) -> EmailMultiAlternatives:
    """One subscriber's mail of a bulletin; the active language is theirs."""
    bulletin, subscriber = row.bulletin, row.subscriber
    if bulletin is None:
        raise TypeError("a confirmation has no bulletin")
    leave = absolute(reverse("notifications:leave", args=[linking.token_for(subscriber, bulletin.kind)]))
    root = f"<thread-{hashlib.sha256(message.thread.encode()).hexdigest()[:24]}@{domain()}>"
    headers = {
        "Message-ID": message_id("copy", row.pk),
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"{bulletin.kind} <{bulletin.kind}.{domain()}>",
        "Precedence": "bulk",
        **({"References": root, "In-Reply-To": root} if message.thread else {}),
    }
    context = {
        **message.context,
        "title": message.title,
        "url": absolute(message.path),
        "leave_url": leave,
        "choices_url": absolute(reverse("notifications:choices", args=[linking.token_for(subscriber)])),
        "kind_label": bulletin.get_kind_display(),
    }
    return write(bulletin.kind, context, subscriber.address, headers)


def confirmation(row: Copy) -> EmailMultiAlternatives:
    """The mail that asks whether it was really its owner who gave the address, or what else is to come there."""
    subscriber = row.subscriber
    is_known = subscriber.confirmed_at is not None
    purpose = "choices" if is_known else "confirm"
    path = reverse(f"notifications:{purpose}", args=[linking.token_for(subscriber, purpose)])
    headers = {"Message-ID": message_id("copy", row.pk), "Auto-Submitted": "auto-generated"}
    kind = "known_subscription" if is_known else "confirm_subscription"
    return write(kind, {"url": absolute(path)}, subscriber.address, headers)
