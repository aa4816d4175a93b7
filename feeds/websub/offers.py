"""What feeds offer: a hub that pushes them. An offer becomes a row that waits for the hub to be asked."""

import secrets
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from feeds.models import Feed, Subscription

State = Subscription.State


def note_offer(feed: Feed, hub: str, topic: str, now: datetime) -> None:
    """Ask the hub soon, if there is one and hubs can reach us. A feed that changes its hub is asked for anew there."""
    if not (settings.IS_WEBSUB_ON and hub and topic) or max(len(hub), len(topic)) > 1_000:
        return
    known = Subscription.objects.filter(feed=feed).first()
    if known and (known.hub, known.topic) == (hub, topic) and known.state != State.ENDED:
        return
    # Whatever an old hub still sends knows an address that nobody answers any more.
    anew = {"hub": hub, "topic": topic, "key": _secret(), "secret": _secret(), "state": State.ASKED}
    begun = {"ask_at": now, "asked_at": None, "verified_at": None, "lease_until": None, "last_push_at": None}
    Subscription.objects.update_or_create(
        feed=feed, defaults={**anew, **begun, "failures": 0, "last_error": ""}
    )


def end(subscription: Subscription, now: datetime) -> None:
    """Tell the hub soon that nothing more is wanted."""
    Subscription.objects.filter(pk=subscription.pk).update(state=State.ENDED, ask_at=now)


def callback_of(subscription: Subscription) -> str:
    """The address that the hub is given; nobody can guess it."""
    return f"{settings.SITE_URL}{reverse('websub', args=[subscription.key])}"


def _secret() -> str:
    return secrets.token_urlsafe(32)
