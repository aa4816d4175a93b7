"""The two ways in which nearly all feeds write a time, read at once; whatever else is for ``feeds.parsing.dates``."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

_CLOCK = r"([01]\d|2[0-3]):([0-5]\d):([0-5]\d)"
_MAIL = re.compile(
    rf"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d) ([A-Z][a-z][a-z]) (19\d\d|20\d\d) {_CLOCK} (?:GMT|UTC|([ECMP][SD]T)|([+-])(0\d|1[0-4])([0-5]\d))",
    re.ASCII,
)
_ISO = re.compile(
    rf"(19\d\d|20\d\d)-(\d\d)-(\d\d)T{_CLOCK}(?:\.(\d{{1,6}}))?(?:Z|([+-])(0\d|1[0-4]):([0-5]\d))", re.ASCII
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), start=1
    )
}
# Hours west of UTC, as RFC 822 fixes them.
_AMERICAN = {"EDT": "4", "EST": "5", "CDT": "5", "CST": "6", "MDT": "6", "MST": "7", "PDT": "7", "PST": "8"}


@lru_cache(maxsize=1_000)  # where a feed is long, its newest reports are chosen by date before they are read
def usual_instant(text: str) -> datetime | None:
    """The instant of "Tue, 10 Mar 2026 10:00:00 GMT" or "2026-03-10T10:00:00Z", with any offset; None for all else."""
    try:
        if found := _MAIL.fullmatch(text):
            day, name, year, hour, minute, second, zone, sign, hours, minutes = found.groups()
            if zone:
                sign, hours, minutes = "-", _AMERICAN[zone], "0"
            return _in_utc(int(year), _MONTHS[name], int(day), hour, minute, second, "", sign, hours, minutes)
        if found := _ISO.fullmatch(text):
            year, month, day, *rest = found.groups()
            return _in_utc(int(year), int(month), int(day), *rest)
    except (ValueError, KeyError):
        pass
    return None


def _in_utc(
    year: int,
    month: int,
    day: int,
    hour: str,
    minute: str,
    second: str,
    fraction: str | None,
    sign: str | None,
    hours: str | None,
    minutes: str | None,
) -> datetime:
    """Raises ValueError where there is no such day."""
    micro = int((fraction + "000000")[:6]) if fraction else 0
    instant = datetime(year, month, day, int(hour), int(minute), int(second), micro, UTC)
    if not sign:
        return instant
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return instant + offset if sign == "-" else instant - offset
