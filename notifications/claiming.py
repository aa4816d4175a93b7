"""Taking due rows of the outbox for a while, so that two workers never send the same one."""

from datetime import datetime, timedelta

from django.db import transaction

from notifications.models import Lane, Notification

BATCH = 50
# Longer than a batch may take (see sweeping.SWEEP_SECONDS, plus one mail on a server that answers at the last
# moment each time): a worker that was killed has its rows taken up again after this, and no earlier.
LEASE = timedelta(seconds=90)


def claim(now: datetime, size: int = BATCH) -> list[Notification]:
    """The rows that are due, of the first lane in which there are any, and nobody else's until the lease is over."""
    for lane in Lane:
        if rows := _claim(lane, now, size):
            return rows
    return []


@transaction.atomic
def _claim(lane: Lane, now: datetime, size: int) -> list[Notification]:
    rows = list(
        Notification.objects.due(now)
        .filter(lane=lane)
        .select_related("recipient__timetable")
        .order_by("next_attempt_at", "id")
        .select_for_update(skip_locked=True, of=("self",))[:size]
    )
    if rows:
        Notification.objects.filter(pk__in=[row.pk for row in rows]).update(next_attempt_at=now + LEASE)
    return rows


def give_back(rows: list[Notification], now: datetime) -> None:
    """Let go of rows that were claimed and not touched."""
    Notification.objects.waiting().filter(pk__in=[row.pk for row in rows]).update(next_attempt_at=now)
