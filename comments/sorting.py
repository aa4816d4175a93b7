"""The orders in which a thread can be read, and the place in an order at which a page was left."""

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MARK = re.compile(r"([0-9.e-]{1,30})_([0-9]{1,18})_([0-9]{1,17})", re.ASCII)


class Sort(models.TextChoices):
    """What the beginnings of branches are sorted by. Replies stand below theirs in the order of the talk."""

    BEST = "best", _("Best")
    NEWEST = "newest", _("Newest")
    OLDEST = "oldest", _("Oldest")
    PICKS = "picks", _("Editors’ picks")
    DISCUSSED = "discussed", _("Most discussed")

    @property
    def column(self) -> str:
        """The column that ranks, before the id."""
        return _COLUMNS[self]

    @property
    def is_moving(self) -> bool:
        """Whether ranks change while somebody reads: then later pages are put together as of the first one's time."""
        return self in (Sort.BEST, Sort.DISCUSSED)


_COLUMNS = {
    Sort.BEST: "best",
    Sort.NEWEST: "id",
    Sort.OLDEST: "id",
    Sort.PICKS: "picked_at",
    Sort.DISCUSSED: "reply_count",
}


def sort_of(words: str) -> Sort | None:
    """The order of that name; the house's own where none is named, None where there is no such order."""
    try:
        return Sort(words or Sort.BEST)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page ended: the rank and the id of its last branch, and the time as of which ranks count (microseconds)."""

    rank: Any
    id: int
    as_of: int

    def __str__(self) -> str:
        rank = _microseconds(self.rank) if isinstance(self.rank, datetime) else self.rank
        return f"{rank}_{self.id}_{self.as_of}"

    @property
    def time(self) -> datetime:
        return _EPOCH + timedelta(microseconds=self.as_of)


def as_of_now(now: datetime) -> int:
    """The time of a first page, as its mark carries it."""
    return _microseconds(now)


def mark_in(words: str, sort: Sort) -> Mark | None:
    """The mark that an address carries; None where it is none of ours."""
    found = _MARK.fullmatch(words)
    if found is None:
        return None
    try:
        number = float(found[1])
        if not math.isfinite(number) or abs(number) > 1e17:
            return None
        if sort is Sort.BEST:
            return Mark(number, int(found[2]), int(found[3]))
        whole = int(found[1])
        rank: Any = _EPOCH + timedelta(microseconds=whole) if sort is Sort.PICKS else min(whole, 2**31 - 1)
        if sort in (Sort.NEWEST, Sort.OLDEST):
            rank = whole
        mark = Mark(rank, int(found[2]), int(found[3]))
        mark.time  # noqa: B018 — a year that no calendar knows is no mark either
        return mark
    except (ValueError, OverflowError):
        return None


def _microseconds(time: datetime) -> int:
    return (time - _EPOCH) // timedelta(microseconds=1)
