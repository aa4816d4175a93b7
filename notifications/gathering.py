"""Several messages in one mail: they wait under a key, and leave with the first of them."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from notifications.departing import Wait
from notifications.models import Channel, Notification

MAILS_OF_A_PERSON = 8121  # the first half of an advisory lock's name; the second is the person's number


@transaction.atomic
def hold(row: Notification, wait: Wait) -> None:
    """Let the row wait: alone, or in the mail of what waits under the same key and has not begun to leave."""
    waiting = Notification.objects.waiting()
    changes: dict[str, Any] = {"next_attempt_at": wait.until, "gathering": wait.key or row.gathering}
    if wait.key:
        _one_at_a_time(row.recipient_id)
        first = (
            waiting.filter(
                recipient=row.recipient_id,
                channel=Channel.EMAIL,
                gathering=wait.key,
                leaves_with=None,
                begun_at=None,
                attempts=0,
            )
            .exclude(pk=row.pk)
            .select_for_update()
            .order_by("pk")
            .first()
        )
        if first is not None:
            changes = {"leaves_with": first, "gathering": wait.key}
        # Whoever was first elsewhere brings its companions along.
        waiting.filter(leaves_with=row.pk).update(leaves_with=first or row, gathering=wait.key)
    waiting.filter(pk=row.pk).update(**changes)


@transaction.atomic
def begin(row: Notification, now: datetime) -> list[Notification]:
    """From now on nothing joins this mail, and it joins none; the companions that leave with it, in their order."""
    if row.gathering:
        _one_at_a_time(row.recipient_id)
    if row.begun_at is None:
        Notification.objects.filter(pk=row.pk).update(begun_at=now)
    if not row.gathering:
        return []
    companions = list(Notification.objects.waiting().filter(leaves_with=row.pk).order_by("pk"))
    for companion in companions:
        companion.recipient = row.recipient
    return companions


def let_go(row: Notification, now: datetime) -> None:
    """The row holds its companions up: they go their own ways."""
    companions = Notification.objects.waiting().filter(leaves_with=row.pk)
    companions.update(leaves_with=None, gathering="", next_attempt_at=now)


def _one_at_a_time(person: int) -> None:
    """Until the end of the transaction nobody else sorts this person's mails."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [MAILS_OF_A_PERSON, person % 2**31])
