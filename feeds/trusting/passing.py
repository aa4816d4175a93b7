"""The sweep that lets trusted reports through, or notes on trial what would have passed. The row is the queue."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import publishing, reviewing
from feeds.desk import accepting
from feeds.models import ImportedItem, Trust, TrustedPassage
from feeds.trusting.fitness import stands_against
from moderation.errors import Refused
from moderation.mandates import deputy_of

log = logging.getLogger(__name__)

AT_ONCE = 1_000
# What lay longer is the desk's: nothing old is suddenly published after a standstill.
FRESH = timedelta(days=1)
State = Trust.State
ACTIVE = (State.GRANTED, State.DRY_RUN)


def waiting(now: datetime) -> QuerySet[ImportedItem]:
    """Reports that came in since the feed is trusted or on trial, and that were not looked at yet."""
    return ImportedItem.objects.filter(
        state=ImportedItem.State.HELD,
        trusted_passage=None,
        feed__trust__state__in=ACTIVE,
        received_at__gte=Greatest(F("feed__trust__since"), Value(now - FRESH)),
        wire_status=ImportedItem.WireStatus.USABLE,
        is_doubtful=False,
        resembles=None,
    )


def pass_on(now: datetime | None = None) -> int:
    """Look at what waits; returns how many reports were let through."""
    now = now or timezone.now()
    keys = list(waiting(now).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    return sum(_look_at(key, now) for key in keys)


def _look_at(key: int, now: datetime) -> bool:
    """One report in one transaction: published as a whole, or left to the desk as a whole."""
    try:
        with transaction.atomic():
            return _pass(key, now)
    except Refused as refusal:
        log.info("item %s is left to the desk: %s", key, refusal)
        _leave(key, now)
        return False


def _pass(key: int, now: datetime) -> bool:
    item = _claimed(key, now)
    if item is None or stands_against(item, now):
        return False
    # After the item, as a kill does: whoever withdraws the trust waits, or is first.
    trust = Trust.objects.select_for_update(of=("self",)).get(feed=item.feed_id)
    if trust.state not in ACTIVE:
        return False
    is_real = trust.state == State.GRANTED and (trust.expires_at is None or trust.expires_at > now)
    if is_real:
        _publish(item, trust, now)
    elif trust.state == State.GRANTED:
        return False
    _note(item, trust, now, is_real=is_real)
    return is_real


def _publish(item: ImportedItem, trust: Trust, now: datetime) -> None:
    """Accept, approve and publish as the deputy of who granted the trust. Raises moderation.errors.Refused."""
    deputy = deputy_of(trust, trust.rule_version)
    accepting.accept_as_deputy(item, deputy=deputy, version=item.version, now=now)
    assert item.article is not None  # noqa: S101 — the verb made it
    text = item.article.revisions.with_article().get()
    why = _("Trusted feed: %(feed)s") % {"feed": trust.feed}
    reviewing.approve_as_deputy(text, deputy=deputy, version=text.version, reason=why, now=now)
    publishing.publish(text, by=deputy, version=text.version, now=now)


@transaction.atomic
def _leave(key: int, now: datetime) -> None:
    """The door refused it (a house rule, a missing credit): people look at it, and the sweep no more."""
    item = _claimed(key, now)
    if item is not None:
        _note(item, item.feed.trust, now, is_real=False)


def _claimed(key: int, now: datetime) -> ImportedItem | None:
    items = waiting(now).select_for_update(of=("self",), skip_locked=True)
    return (
        items.select_related("feed__source", "feed__section", "section", "feed__trust").filter(pk=key).first()
    )


def _note(item: ImportedItem, trust: Trust, now: datetime, *, is_real: bool) -> None:
    TrustedPassage.objects.create(
        trust=trust, trust_version=trust.rule_version, item=item, is_real=is_real, at=now
    )
