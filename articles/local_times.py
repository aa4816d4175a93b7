"""A time on somebody's clock becomes an instant: across a change of clocks some do not exist and some exist twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from moderation.errors import NotAllowed


class TwiceThere(NotAllowed):
    """The clocks go back over this time; ``earlier`` and ``later`` are the two instants."""

    def __init__(self, words: str, earlier: datetime, later: datetime) -> None:
        super().__init__(words)
        self.earlier, self.later = earlier, later


def zone_named(name: str) -> ZoneInfo:
    """The zone. Raises NotAllowed where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NotAllowed(_("“%(zone)s” is no time zone.") % {"zone": name}) from None


def instant_of(local: datetime, zone: str, which: str = "") -> datetime:
    """The instant, in UTC, at which a clock in ``zone`` shows ``local`` (naive).

    ``which`` is ``earlier`` or ``later`` for a time that exists twice. Raises NotAllowed (no such zone, no such time),
    TwiceThere.
    """
    place = zone_named(zone)
    try:
        earlier = local.replace(tzinfo=place, fold=0).astimezone(UTC)
        later = local.replace(tzinfo=place, fold=1).astimezone(UTC)
    except OverflowError:
        raise NotAllowed(_("This time is out of every calendar.")) from None
    if earlier == later:
        return earlier
    clock = f"{local:%H:%M}"
    if earlier > later:  # in the gap: the two readings of the clock are swapped
        raise NotAllowed(
            _("On this day the clocks of %(zone)s go forward; %(time)s does not exist. Choose another time.")
            % {"zone": zone, "time": clock}
        )
    if which in ("earlier", "later"):
        return earlier if which == "earlier" else later
    raise TwiceThere(
        _("On this day the clocks of %(zone)s go back; %(time)s exists twice. Say which one you mean.")
        % {"zone": zone, "time": clock},
        earlier,
        later,
    )


@dataclass(frozen=True, slots=True)
class ClockChange:
    """An instant at which the clocks of a zone are set: by how much, and what they show before and after."""

    at: datetime
    zone: str
    by: timedelta

    @property
    def before(self) -> datetime:
        """What the clock would have shown."""
        return self.after - self.by

    @property
    def after(self) -> datetime:
        """What the clock shows then."""
        return self.at.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)

    @property
    def touched(self) -> tuple[datetime, datetime]:
        """The times on the wall that exist twice, or not at all: from, up to."""
        return (min(self.before, self.after), max(self.before, self.after))


def clock_changes(zone: str, start: datetime, end: datetime) -> Iterator[ClockChange]:
    """Every change of the clocks of the zone from ``start`` up to ``end``, to the minute."""
    place, at = ZoneInfo(zone), start.astimezone(UTC).replace(second=0, microsecond=0)
    while at < end:
        following = min(at + timedelta(days=1), end.astimezone(UTC))
        if _offset(at, place) != _offset(following, place):
            changed = _first_minute(at, following, place)
            yield ClockChange(changed, zone, _offset(changed, place) - _offset(at, place))
        at = following


def _first_minute(before: datetime, after: datetime, place: ZoneInfo) -> datetime:
    """Between two instants with different offsets: the first minute with the later one."""
    late = _offset(after, place)
    while after - before > timedelta(minutes=1):
        middle = before + timedelta(minutes=(after - before) // timedelta(minutes=2))
        before, after = (before, middle) if _offset(middle, place) == late else (middle, after)
    return after.replace(second=0, microsecond=0)


def _offset(instant: datetime, place: ZoneInfo) -> timedelta:
    return instant.astimezone(place).utcoffset() or timedelta(0)
