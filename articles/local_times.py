"""A time on somebody's clock becomes an instant: across a change of clocks some do not exist and some exist twice."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from moderation.errors import NotAllowed


class TwiceThere(NotAllowed):
    """The clocks go back over this time; ``earlier`` and ``later`` are the two instants."""

    def __init__(self, words: str, earlier: datetime, later: datetime) -> None:
        super().__init__(words)
        self.earlier, self.later = earlier, later


def instant_of(local: datetime, zone: str, which: str = "") -> datetime:
    """The instant, in UTC, at which a clock in ``zone`` shows ``local`` (naive).

    ``which`` is ``earlier`` or ``later`` for a time that exists twice. Raises NotAllowed (no such zone, no such time),
    TwiceThere.
    """
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NotAllowed(_("“%(zone)s” is no time zone.") % {"zone": zone}) from None
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
