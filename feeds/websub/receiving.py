"""What a hub brings: signed with the secret that it was given, put down as a row, read by a sweep."""

import hashlib
import hmac
import logging
from collections.abc import Mapping
from datetime import datetime

from feeds.fetching.saying import links_in
from feeds.models import KeptBody, Push, Subscription
from feeds.websub.offers import State

log = logging.getLogger(__name__)

LARGEST = 10 * 1024 * 1024
# Of one feed: whoever pushes faster than we read is asked to come again.
MOST_WAITING = 100
METHODS = {name: getattr(hashlib, name) for name in ("sha1", "sha256", "sha384", "sha512")}
KEPT_HEADERS = ("content-type", "content-language", "link")


class Unwanted(Exception):
    """Nobody here has asked for it, or no longer."""


class TooMuch(Exception):
    """Too many pushes of this feed wait to be read."""


def subscription_of(key: str, now: datetime) -> Subscription:
    """The subscription that a push belongs to. Raises Unwanted where there is none, or its lease has run out."""
    wanted = Subscription.objects.filter(key=key, state=State.VERIFIED, lease_until__gt=now)
    subscription = wanted.select_related("feed").first()
    if subscription is None:
        raise Unwanted
    return subscription


def receive(subscription: Subscription, body: bytes, headers: Mapping[str, str], now: datetime) -> bool:
    """Put a push down to be read; False where it is not the hub's, of another topic, or known. Raises TooMuch."""
    if not is_signed(body, headers.get("x-hub-signature", ""), subscription.secret):
        log.warning("feed %s: a push with a wrong signature was ignored", subscription.feed_id)
        return False
    _, topic = links_in(headers.get("link", ""), subscription.topic)
    if topic and topic != subscription.topic:
        log.warning("feed %s: a push of another topic was ignored", subscription.feed_id)
        return False
    feed, digest = subscription.feed, hashlib.sha256(body).hexdigest()
    # What was read before is nothing new, whoever sends it again.
    if not body or KeptBody.objects.filter(feed=feed, digest=digest).exists():
        return False
    if Push.objects.filter(feed=feed).count() >= MOST_WAITING:
        raise TooMuch
    kept = {name: headers[name][:1000].replace("\x00", "") for name in KEPT_HEADERS if headers.get(name)}
    _, is_new = Push.objects.get_or_create(
        feed=feed, digest=digest, defaults={"body": body, "headers": kept, "received_at": now}
    )
    Subscription.objects.filter(pk=subscription.pk).update(last_push_at=now)
    return is_new


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether who sent this knows the secret; compared in constant time."""
    method, _, given = signature.partition("=")
    make = METHODS.get(method.strip().lower())
    if make is None:
        return False
    ours = hmac.new(secret.encode(), body, make).hexdigest()
    return hmac.compare_digest(ours, given.strip().lower().encode("ascii", "replace").decode())
