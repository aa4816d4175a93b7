"""Delivering what is due: claim, hand over, note what came of it; the desk first, mails to thousands last.

A mail leaves outside any transaction. A worker that dies between handing a mail over and noting it sends that mail
again once its lease is over, with the same Message-ID; nothing else is doubled and nothing is lost.
"""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from django.utils import timezone

from notifications.bulletins.copying import Copies
from notifications.noticing import Notices
from notifications.outcomes import Failed, Outcome
from notifications.posting import Postman, Unreachable

# After this long a sweep hands back what it has not begun, so that no lease runs out under a slow server.
SWEEP_SECONDS = 20.0
# So long at most the desk waits for a batch of what is not the desk's.
YIELD_SECONDS = 2.0


class Queue(Protocol):
    """Rows that leave by mail or on the site, of one table."""

    def claim(self, now: datetime) -> list[Any]: ...
    def give_back(self, rows: list[Any], now: datetime) -> None: ...
    def is_pressing(self, row: Any) -> bool: ...
    def is_mail(self, row: Any) -> bool: ...
    def attempt(self, row: Any, postman: Postman, now: datetime) -> list[tuple[Any, Outcome]]: ...
    def note(self, outcomes: list[tuple[Any, Outcome]], now: datetime) -> int: ...


# After each batch the first one is asked again.
QUEUES: tuple[Queue, ...] = (Notices(), Copies())


def deliver_due(now: datetime | None = None) -> int:
    """Deliver what is due until nothing is, the server is away, or the time is up. Returns how many were delivered."""
    clock = timezone.now if now is None else lambda: now
    ends, delivered = time.monotonic() + SWEEP_SECONDS, 0
    with Postman() as postman:
        while (found := _next_batch(clock())) and time.monotonic() < ends:
            queue, rows = found
            sent, is_away = _work_off(queue, rows, postman, clock, ends)
            delivered += sent
            if is_away:
                return delivered
        if found:
            found[0].give_back(found[1], clock())
    return delivered


def _next_batch(now: datetime) -> tuple[Queue, list[Any]] | None:
    for queue in QUEUES:
        if rows := queue.claim(now):
            return queue, rows
    return None


def _work_off(
    queue: Queue, rows: list[Any], postman: Postman, clock: Callable[[], datetime], ends: float
) -> tuple[int, bool]:
    """How many of the batch were sent, and whether the mail server is away."""
    until = ends if queue.is_pressing(rows[0]) else min(ends, time.monotonic() + YIELD_SECONDS)
    sent, away = 0, ""
    for position, row in enumerate(rows):
        if time.monotonic() > until:
            queue.give_back(rows[position:], clock())
            break
        outcomes: list[tuple[Any, Outcome]] = []
        # One knock at a closed door is enough for all; what needs no server is delivered all the same.
        if not away or not queue.is_mail(row):
            try:
                outcomes = queue.attempt(row, postman, clock())
            except Unreachable as error:
                away = str(error)
        if away and queue.is_mail(row):
            outcomes = [(row, Failed(away))]
        sent += queue.note(outcomes, clock())
    return sent, bool(away)
