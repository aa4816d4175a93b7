"""When a feed's reports usually come: its week as a map of hours, and the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from feeds.fetching import rhythm
from feeds.fetching.rhythm import SLOTS, Rhythm, rates

# The first hour of the rhythm is a Thursday's.
_MONDAY = 4 * 24
SHADES = 5
CELL, GAP, LABELS = 12, 2, 34


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of the week; ``shade`` from 0 (nothing) to SHADES."""

    x: int
    y: int
    shade: int


@dataclass(frozen=True, slots=True)
class Week:
    """Reports per hour, Monday's first hour first, in the time of whoever looks."""

    hourly: Sequence[float]

    @property
    def cells(self) -> list[Cell]:
        """The drawing."""
        most = max(self.hourly) or 1.0
        return [
            Cell(
                LABELS + (place % 24) * (CELL + GAP),
                (place // 24) * (CELL + GAP),
                round(rate / most * SHADES),
            )
            for place, rate in enumerate(self.hourly)
        ]

    @property
    def days(self) -> list[tuple[int, str]]:
        """Where each day's name stands."""
        return [(day * (CELL + GAP) + CELL - 2, str(WEEKDAYS[day])[:2]) for day in range(7)]

    @property
    def hours(self) -> list[tuple[int, int]]:
        """Where each hour stands beneath."""
        return [(LABELS + hour * (CELL + GAP), hour) for hour in range(0, 24, 6)]

    @property
    def words(self) -> str:
        """The same for who does not see it."""
        daily = [sum(self.hourly[day * 24 : day * 24 + 24]) for day in range(7)]
        by_hour = [sum(self.hourly[hour::24]) for hour in range(24)]
        facts = {
            "number": max(1, round(sum(daily))),
            "most": WEEKDAYS[daily.index(max(daily))],
            "least": WEEKDAYS[daily.index(min(daily))],
            "busy": by_hour.index(max(by_hour)),
            "still": by_hour.index(min(by_hour)),
        }
        return (
            _(
                "About %(number)s reports a week: most on %(most)s, fewest on %(least)s;"
                " busiest about %(busy)s:00, quietest about %(still)s:00."
            )
            % facts
        )


def week_of(known: Rhythm, now: datetime) -> Week | None:
    """The week as it is known; None where nothing came yet."""
    if sum(known.slots) < 1:
        return None
    hourly, local = rates(known), timezone.localtime(now)
    offset = local.utcoffset()
    ahead = round(offset.total_seconds() / 3600) if offset else 0
    return Week([hourly[(place + _MONDAY - ahead) % SLOTS] for place in range(SLOTS)])


def week_of_data(data: dict[str, object], now: datetime) -> Week | None:
    """The same from what is stored on the feed."""
    return week_of(rhythm.from_data(data), now)
