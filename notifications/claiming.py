"""Taking due rows of the outbox for a while, so that two workers never send the same one."""

from datetime import datetime, timedelta

from django.db import transaction

from notifications.models import Notification

BATCH = 50
# Longer than a batch may take (see delivering.BATCH_SECONDS, plus one mail on a server that answers at the last
# moment each time): a worker that was killed has its rows taken up again after this, and no earlier.
LEASE = timedelta(seconds=90)


@transaction.atomic
def claim(now: datetime, size: int = BATCH) -> list[Notification]:
    """The rows that are due, oldest first, and nobody else's until the lease is over."""
    due = Notification.objects.waiting().filter(next_attempt_at__lte=now)
    rows = list(
        due.select_related("recipient")
        .order_by("next_attempt_at", "id")
        .select_for_update(skip_locked=True, of=("self",))[:size]
    )
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(next_attempt_at=now + LEASE)
    return rows


def give_back(rows: list[Notification], now: datetime) -> None:
    """Let go of rows that were claimed and not touched."""
    Notification.objects.waiting().filter(pk__in=[row.pk for row in rows]).update(next_attempt_at=now)
