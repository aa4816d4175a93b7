"""A calendar as data: which days are shown, what stands on each, and where one goes on from there."""

from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from articles.agenda import Entry, Reach, entries, first_moment
from articles.local_times import ClockChange, clock_changes

VIEWS = ("month", "week")
CROWDED = 6  # entries of a day that a month shows; the week shows all
FIRST, LAST = date(1980, 1, 1), date(2199, 12, 31)


@dataclass(slots=True)
class Day:
    """One day with what the clock brings on it."""

    day: date
    is_today: bool
    is_outside: bool  # of the month that is shown
    entries: list[Entry] = field(default_factory=list)
    changes: list[ClockChange] = field(default_factory=list)

    @property
    def shown(self) -> list[Entry]:
        """What a month has room for."""
        return self.entries if len(self.entries) <= CROWDED + 1 else self.entries[:CROWDED]

    @property
    def hidden(self) -> int:
        """How many it has no room for."""
        return len(self.entries) - len(self.shown)


@dataclass(frozen=True, slots=True)
class Grid:
    """The days of a month or of a week, with the days that lead on."""

    view: str
    day: date
    weeks: list[list[Day]]

    @property
    def days(self) -> list[Day]:
        return [day for week in self.weeks for day in week]

    @property
    def earlier(self) -> date:
        """A day in the month, or week, before."""
        return max(FIRST, self.day - timedelta(7) if self.view == "week" else _month_away(self.day, -1))

    @property
    def later(self) -> date:
        """A day in the month, or week, after."""
        return min(LAST, self.day + timedelta(7) if self.view == "week" else _month_away(self.day, 1))


def grid(
    view: str, day: date, zone: str, reach: Reach, first_weekday: int, now: datetime, today: date
) -> Grid:
    """The month, or the week, around the day, with everything in it on the calendar of the zone."""
    calendar = Calendar(first_weekday)
    weeks = calendar.monthdatescalendar(day.year, day.month)
    if view == "week":
        weeks = [week for week in weeks if day in week]
    days = {each: Day(each, each == today, each.month != day.month) for week in weeks for each in week}
    start, end = first_moment(weeks[0][0], zone), first_moment(weeks[-1][-1] + timedelta(1), zone)
    # What has no time stands on its day of the site's calendar, which may begin hours before this one's.
    for entry in entries(start - timedelta(days=1), end + timedelta(days=1), reach, now):
        if (stands := days.get(entry.day_in(zone))) is not None:
            stands.entries.append(entry)
    for change in clock_changes(zone, start, end):
        days[change.after.date()].changes.append(change)
    return Grid(view, day, [[days[each] for each in week] for week in weeks])


def _month_away(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
