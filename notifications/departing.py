"""When a message leaves. Pure: clocks and wishes in, an instant out.

Wall clocks jump: an hour is missing in spring and comes twice in autumn. All intervals are therefore made into
instants first and compared as such.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from notifications.models import How

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants one kind by mail, and the times of their own clock. Equal ends mean no quiet hours."""

    how: str
    zone: ZoneInfo
    digest_at: time
    quiet_from: time | None = None
    quiet_until: time | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    """It may leave now."""


@dataclass(frozen=True, slots=True)
class Wait:
    """It waits until an instant; with what waits under the same key it makes one mail."""

    until: datetime
    key: str = ""


def departure(
    wish: Wish, now: datetime, *, is_urgent: bool = False, is_gathered: bool = False
) -> Leave | Wait:
    """Whether a mail leaves now. ``is_gathered``: its bundle or day has been waited for.

    Urgent ones are never bundled and leave in quiet hours too.
    """
    if is_urgent:
        return Leave()
    if not is_gathered and wish.how == How.HOURLY:
        return Wait(next_hour(now, wish.zone), How.HOURLY)
    if not is_gathered and wish.how == How.DAILY:
        return Wait(next_at(wish.digest_at, now, wish.zone), How.DAILY)
    until = quiet_until(wish, now)
    # What comes at night is one mail in the morning.
    return Wait(until, "quiet") if until else Leave()


def quiet_until(wish: Wish, now: datetime) -> datetime | None:
    """When the quiet hours end in which ``now`` lies; None outside of them."""
    begin, end = wish.quiet_from, wish.quiet_until
    if begin is None or end is None or begin == end:
        return None
    today = now.astimezone(wish.zone).date()
    for day in (today - DAY, today):
        begins = instant(day, begin, wish.zone)
        # An end that comes twice is the later one: nobody is woken in the hour between.
        ends = instant(day if begin < end else day + DAY, end, wish.zone, fold=1)
        if begins <= now < ends:
            return ends
    return None


def next_at(clock: time, now: datetime, zone: ZoneInfo) -> datetime:
    """The next instant, after ``now``, at which the person's clock shows that time; once a day, whatever clocks do."""
    today = now.astimezone(zone).date()
    days = (today + DAY * number for number in range(-1, 3))
    return next(at for day in days if (at := instant(day, clock, zone)) > now)


def next_hour(now: datetime, zone: ZoneInfo) -> datetime:
    """The next full hour of the person's clock."""
    local = now.astimezone(zone)
    into = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return now.astimezone(UTC) + timedelta(hours=1) - into


def instant(day: date, clock: time, zone: ZoneInfo, fold: int = 0) -> datetime:
    """The instant of a wall clock's time; one that is left out is as long after the jump as it would have been."""
    wall = datetime.combine(day, clock, tzinfo=zone).replace(fold=fold)
    at = wall.astimezone(UTC)
    # In a gap fold=1 means the offset after the jump: an instant that lies before it.
    left_out = at.astimezone(zone).replace(tzinfo=None) != wall.replace(tzinfo=None)
    return wall.replace(fold=0).astimezone(UTC) if left_out else at
