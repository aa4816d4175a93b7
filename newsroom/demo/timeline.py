"""The demo's past: what happens one after another in many stories, in the order of its hours, and dated as it happened."""

import heapq
import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from moderation.models import Item
from notifications.models import Notification

Life = Iterator[datetime]
"""One thread of events: yields the time of its next act, and acts when it is asked to go on."""

UNREAD_FOR = timedelta(hours=6)  # what the demo's people were told before that they have seen


def run(lives: list[Life], now: datetime) -> int:
    """Let all lives happen side by side up to ``now``; returns how many acts that were. What lies ahead does not happen."""
    order = itertools.count()
    waiting: list[tuple[datetime, int, Life]] = []
    for life in lives:
        _wait(waiting, life, next(order))
    began, acts = timezone.now(), 0
    while waiting and waiting[0][0] <= now:
        when, _, life = heapq.heappop(waiting)
        _wait(waiting, life, next(order))
        _backdate(when, began, now)
        acts += 1
    return acts


def _wait(waiting: list[tuple[datetime, int, Life]], life: Life, turn: int) -> None:
    """Let the life act, and queue it for its next act, if it has one."""
    following = next(life, None)
    if following is not None:
        heapq.heappush(waiting, (following, turn, life))


def _backdate(when: datetime, began: datetime, now: datetime) -> None:
    """Verbs date what they decide; what waits and what is told is dated here, and nobody gets old mail."""
    Item.objects.filter(created_at__gte=began).update(created_at=when)
    Item.objects.filter(closed_at__gte=began).update(closed_at=when)
    told = Notification.objects.waiting()
    seen = when if when < now - UNREAD_FOR else None
    told.update(created_at=when, next_attempt_at=when, sent_at=when, read_at=seen)
