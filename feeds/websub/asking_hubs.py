"""Asking hubs: for feeds that offer one, again before a lease runs out, and no more for feeds that rest."""

import time
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop

from common import outbound
from feeds.models import Feed, Subscription
from feeds.websub.offers import State, callback_of

LEASE = timedelta(days=10)  # asked for; the hub decides
# Within this a hub that has taken the request has asked us whether it was ours.
PATIENCE = timedelta(hours=1)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=10), timedelta(days=1)
SECONDS = 30.0

NOT_VERIFIED = gettext_noop("The hub took the request and never asked whether it was ours.")
REFUSES = gettext_noop("The hub does not take the request (%s).")


def ask_due() -> int:
    """Ask every hub whose time has come; returns how many were asked."""
    _end_what_rests(timezone.now())
    until, asked = time.monotonic() + SECONDS, 0
    while time.monotonic() < until and (subscription := _claim(timezone.now())):
        _ask(subscription)
        asked += 1
    return asked


def _end_what_rests(now: datetime) -> None:
    """Feeds that are muted need no pushes; what is over for the hub too is forgotten."""
    running = Subscription.objects.filter(feed__health=Feed.Health.MUTED)
    running.filter(state__in=[State.ASKED, State.VERIFIED]).update(state=State.ENDED, ask_at=now, failures=0)


@transaction.atomic
def _claim(now: datetime) -> Subscription | None:
    """The next one to be asked for, put off as if the hub had said nothing: so a killed worker asks nobody twice at once."""
    due = Subscription.objects.filter(ask_at__lte=now).order_by("ask_at", "id")
    subscription = due.select_for_update(skip_locked=True).first()
    if subscription is None:
        return None
    was_silent = subscription.asked_at is not None and not _is_answered(subscription)
    subscription.failures += was_silent
    if was_silent and subscription.state == State.ENDED:
        subscription.ask_at = None  # it was told once; what it still sends finds nobody
    else:
        subscription.ask_at = now + max(PATIENCE, _pause(subscription.failures))
    subscription.asked_at = now
    subscription.last_error = NOT_VERIFIED if was_silent else subscription.last_error
    subscription.save()
    return subscription


def _is_answered(subscription: Subscription) -> bool:
    verified, asked = subscription.verified_at, subscription.asked_at
    return verified is not None and asked is not None and verified >= asked


def _ask(subscription: Subscription) -> None:
    """Hubs may ask us back before they answer: what that wrote is not written over."""
    mode = "unsubscribe" if subscription.state == State.ENDED else "subscribe"
    form = {
        "hub.mode": mode,
        "hub.topic": subscription.topic,
        "hub.callback": callback_of(subscription),
        "hub.lease_seconds": str(int(LEASE.total_seconds())),
        "hub.secret": subscription.secret,
    }
    trouble = _trouble_of_asking(subscription.hub, urlencode(form).encode())
    same = Subscription.objects.filter(pk=subscription.pk, ask_at=subscription.ask_at)
    if trouble:
        pause = _pause(subscription.failures + 1)
        same.update(
            failures=F("failures") + 1,
            last_error=trouble,
            ask_at=timezone.now() + pause,
            asked_at=subscription.verified_at,  # nothing is under way
        )


def _trouble_of_asking(hub: str, form: bytes) -> str:
    """Why the hub did not take it, in words; empty where it did."""
    headers = {"content-type": "application/x-www-form-urlencoded"}
    try:
        answer = outbound.request(hub, method="POST", headers=headers, content=form)
    except outbound.OutboundError as error:
        return str(error)
    return "" if answer.status // 100 == 2 else REFUSES % answer.status


def _pause(failures: int) -> timedelta:
    return min(FIRST_PAUSE * (1 << min(max(failures - 1, 0), 10)), LONGEST_PAUSE)
