"""How the outbox is: what waits, how late it is, what was given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone

from common.doctor import Unwell
from notifications.models import Notification

# Beat looks every ten seconds; five minutes mean that nobody does.
LATEST = timedelta(minutes=5)
# A letter given up longer ago has been seen by whoever looks at the outbox.
RECENT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class State:
    """Counts of the outbox. ``lag`` is how long the oldest due row has been due."""

    waiting: int
    due: int
    retrying: int
    dead: int
    recently_dead: int
    lag: timedelta


def state(now: datetime | None = None) -> State:
    """One query on what is not settled."""
    now = now or timezone.now()
    waits = Q(sent_at=None, dropped_at=None, dead_at=None)
    is_due = waits & Q(leaves_with=None, next_attempt_at__lte=now)
    found = Notification.objects.filter(sent_at=None, dropped_at=None).aggregate(
        waiting=Count("id", filter=waits),
        due=Count("id", filter=is_due),
        retrying=Count("id", filter=waits & Q(attempts__gt=0)),
        dead=Count("id", filter=Q(dead_at__isnull=False)),
        recently_dead=Count("id", filter=Q(dead_at__gt=now - RECENT)),
        oldest=Min("next_attempt_at", filter=is_due),
    )
    oldest = found.pop("oldest")
    return State(lag=now - oldest if oldest else timedelta(0), **found)


def outbox() -> str:
    """The doctor's question: does what is written leave?"""
    found = state()
    if found.lag > LATEST:
        raise Unwell(
            f"{found.due} due, the oldest for {found.lag.total_seconds():.0f} s: is a worker on the queue notify?"
        )
    if found.recently_dead:
        raise Unwell(
            f"{found.recently_dead} given up this week: `manage.py notifications pending` says why,"
            " `manage.py notifications retry` tries again."
        )
    return f"{found.waiting} waiting, {found.retrying} tried before, {found.lag.total_seconds():.0f} s late"
