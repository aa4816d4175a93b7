"""A hub asks whether a request was ours; only one that is under way for this very topic is answered."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from feeds.models import Subscription
from feeds.websub.offers import State

SHORTEST_LEASE, LONGEST_LEASE, USUAL_LEASE = timedelta(minutes=5), timedelta(days=30), timedelta(days=10)
# Of a lease; then it is renewed.
RENEWED_AFTER = 0.8
ASKED_AGAIN_AFTER_REFUSAL = timedelta(days=7)
LONGEST_CHALLENGE = 2_000
REFUSED = gettext_noop("The hub refuses to push this feed: %s")


class UnknownRequest(Exception):
    """Nothing of the kind was asked for."""


@transaction.atomic
def verify(key: str, query: Mapping[str, str], now: datetime) -> str:
    """The challenge to be answered with. Raises UnknownRequest; then nothing has changed."""
    subscription = Subscription.objects.select_for_update().filter(key=key).first()
    if subscription is None or query.get("hub.topic") != subscription.topic:
        raise UnknownRequest
    mode, challenge = query.get("hub.mode", ""), query.get("hub.challenge", "")
    if mode == "denied":
        _refuse(subscription, query.get("hub.reason", ""), now)
        return ""
    if not challenge or len(challenge) > LONGEST_CHALLENGE or not _is_under_way(subscription):
        raise UnknownRequest
    if mode == "subscribe" and subscription.state != State.ENDED:
        _begin(subscription, query.get("hub.lease_seconds", ""), now)
    elif mode == "unsubscribe" and subscription.state == State.ENDED:
        subscription.ask_at, subscription.verified_at = None, now
        subscription.save()
    else:
        raise UnknownRequest
    return challenge


def _is_under_way(subscription: Subscription) -> bool:
    """Asked, and not answered yet: who repeats an answered question finds nobody."""
    asked, verified = subscription.asked_at, subscription.verified_at
    return asked is not None and (verified is None or asked > verified)


def _begin(subscription: Subscription, lease_seconds: str, now: datetime) -> None:
    length = USUAL_LEASE
    if lease_seconds.isdecimal() and len(lease_seconds) < 10:
        length = min(max(timedelta(seconds=int(lease_seconds)), SHORTEST_LEASE), LONGEST_LEASE)
    subscription.state = State.VERIFIED
    subscription.verified_at, subscription.lease_until = now, now + length
    subscription.ask_at = now + length * RENEWED_AFTER
    subscription.failures, subscription.last_error = 0, ""
    subscription.save()


def _refuse(subscription: Subscription, reason: str, now: datetime) -> None:
    if subscription.state == State.ENDED:
        return
    subscription.state, subscription.lease_until = State.REFUSED, None
    subscription.ask_at = now + ASKED_AGAIN_AFTER_REFUSAL
    subscription.verified_at = now
    subscription.last_error = (REFUSED % reason.replace("\x00", ""))[:500]
    subscription.save()
