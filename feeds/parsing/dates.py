"""The date step: what feeds write as a date becomes an instant in UTC, or nothing; never a guess."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from feeds.parsing import doubts
from feeds.parsing.usual_dates import usual_instant

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
# Clocks differ; a report may be a few minutes ahead of ours.
TOLERANCE = timedelta(minutes=15)

# Minutes east of UTC. RFC 822 fixes the American names.
ZONES = {
    "UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "WET": 0, "WEST": 60, "CET": 60, "MEZ": 60, "MET": 60, "CEST": 120,
    "MESZ": 120, "MEST": 120, "EET": 120, "EEST": 180, "MSK": 180, "TRT": 180, "EST": -300, "EDT": -240, "CST": -360,
    "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "AKST": -540, "AKDT": -480, "HST": -600,
    "NST": -210, "NDT": -150, "ADT": -180, "BRT": -180, "ART": -180, "CLT": -240, "PKT": 300, "NPT": 345, "ICT": 420,
    "WIB": 420, "SGT": 480, "HKT": 480, "AWST": 480, "PHT": 480, "JST": 540, "KST": 540, "ACST": 570, "AEST": 600,
    "AEDT": 660, "NZST": 720, "NZDT": 780, "SAST": 120, "EAT": 180, "WAT": 60, "CAT": 120, "GST": 240,
    "ET": -300, "CT": -360, "MT": -420, "PT": -480,
    # Several meanings: read as the most frequent in feeds and marked.
    "IST": 330, "BST": 60, "AST": -240, "SST": 480,
}  # fmt: skip
UNCERTAIN = {"IST", "AST", "SST", "ET", "CT", "MT", "PT"}

MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january januar januari janvier janv enero ene gennaio gen janeiro jän jänner jaen",
            "feb february februar februari février févr fev febrero febbraio fevereiro",
            "mar march märz mär mrz maart mars marzo março maerz mrt",
            "apr april avril avr abril abr aprile",
            "may mai mei mayo maggio maio mag",
            "jun june juni juin junio giugno junho giu",
            "jul july juli juillet juil julio luglio julho lug",
            "aug august augustus août aout agosto ago",
            "sep sept september septembre septiembre settembre setembro set",
            "oct october okt oktober octobre octubre ottobre outubro ott out",
            "nov november novembre noviembre novembro",
            "dec december dez dezember décembre déc diciembre dic dicembre dezembro",
        ],
        start=1,
    )
    for name in names.split()
}

_ZONE = (
    r"(?P<zone>Z|z|[+-−]\d{1,2}:?\d{2}(?!\d)|[+-]\d{1,2}(?![\d:])|[A-Za-z]{1,5}(?:[+-]\d{1,2}:?\d{0,2})?)?"
)
_TIME = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{1,2})(?:[:.](?P<second>\d{1,2})(?:[.,](?P<fraction>\d+))?)?"
_MERIDIEM = r"(?:\s*(?P<half>[AaPp])\.?[Mm]\b\.?)?"
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-?(?P<month>\d{2})(?:-?(?P<day>\d{2}))?)?"
    rf"(?:(?:\s*[Tt]\s*|\s+)(?:{_TIME}|(?P<compact>\d{{4}}(?:\d{{2}})?)))?\s*{_ZONE}"
)
_ISO_LOOSE = re.compile(
    rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?:[T\s,]+{_TIME}{_MERIDIEM})?\s*{_ZONE}"
)
_ORDINAL = re.compile(r"(?P<year>\d{4})-?(?P<ordinal>\d{3})")
_CENTURY = re.compile(r"(?P<short>\d{2})-(?P<month>\d{2})-(?P<day>\d{2})")
_DAY_MONTH = re.compile(
    r"(?:[^\W\d]+\.?[,\s]\s*)?(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?:of\s+|de\s+)?(?P<name>[^\W\d]+)\.?,?[\s-]+(?:de\s+)?"
    rf"(?P<year>\d{{4}}|\d{{2}})(?:(?:,?\s+|T)(?:at\s+|um\s+)?{_TIME}{_MERIDIEM}(?:\s+Uhr)?)?\s*{_ZONE}(?:\s*\(.*\))?"
)
_MONTH_DAY = re.compile(
    r"(?:[^\W\d]+\.?[,\s]\s*)?(?P<name>[^\W\d]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+"
    rf"(?P<year>\d{{4}})(?:,?\s+(?:at\s+)?{_TIME}{_MERIDIEM})?\s*{_ZONE}(?:\s*\(.*\))?"
)
_ASCTIME = re.compile(
    rf"(?:[^\W\d]+,?\s+)?(?P<name>[^\W\d]+)\s+(?P<day>\d{{1,2}})\s+{_TIME}\s+(?:(?P<zone>[A-Z]{{1,5}}|[+-]\d{{4}})\s+)?(?P<year>\d{{4}})"
)
_AMERICAN = re.compile(
    rf"(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/(?P<year>\d{{4}})(?:,?\s+{_TIME}{_MERIDIEM})?\s*{_ZONE}"
)
_GERMAN = re.compile(
    rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}})(?:,?\s+(?:um\s+)?{_TIME}(?:\s+Uhr)?)?\s*{_ZONE}"
)
_EPOCH = re.compile(r"-?\d{9,10}(?:\.\d+)?|\d{13}")
FORMS = (_DAY_MONTH, _ORDINAL, _ISO, _ISO_LOOSE, _MONTH_DAY, _ASCTIME, _GERMAN, _AMERICAN, _CENTURY)
MAX_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """An instant in UTC (None: unreadable) and what is doubtful about it."""

    instant: datetime | None
    doubtful: tuple[str, ...] = ()


UNREADABLE = Reading(None, (doubts.UNREADABLE_DATE,))


def read_date(text: str, now: datetime) -> Reading:
    """The instant that ``text`` names. Dates after ``now`` or before 1990 are kept and marked doubtful."""
    text = text.strip()
    if not text or len(text) > MAX_LENGTH:
        return UNREADABLE
    if usual := usual_instant(text):
        return _weighed(usual, [], now)
    if _EPOCH.fullmatch(text):
        return _weighed(_epoch(text), [], now)
    for form in FORMS:
        if found := form.fullmatch(text):
            try:
                instant, doubtful = _assemble(found.groupdict())
            except (ValueError, OverflowError, KeyError):
                continue
            return _weighed(instant, doubtful, now)
    return UNREADABLE


def _weighed(instant: datetime | None, doubtful: list[str], now: datetime) -> Reading:
    if instant is None:
        return UNREADABLE
    if instant > now + TOLERANCE:
        doubtful.append(doubts.FUTURE_DATE)
    if instant < EARLIEST:
        doubtful.append(doubts.ANCIENT_DATE)
    return Reading(instant, tuple(doubtful))


def _epoch(text: str) -> datetime | None:
    seconds = float(text) / (1000 if len(text) == 13 else 1)
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _assemble(parts: dict[str, str | None]) -> tuple[datetime, list[str]]:
    """Raises ValueError or KeyError where the parts name no day or time there is."""
    doubtful: list[str] = []
    year = _year(parts)
    month, day = _month(parts), int(parts.get("day") or 1)
    if not parts.get("day") and not parts.get("ordinal"):
        doubtful.append(doubts.VAGUE_DATE)
    hour, minute, second, micro = _time_of_day(parts)
    extra = timedelta(0)
    if (hour, minute, second) == (24, 0, 0):  # ISO 8601's end of the day
        hour, extra = 0, timedelta(days=1)
    if second == 60:  # a leap second is the next one to us
        second, extra = 59, timedelta(seconds=1)
    has_time = bool(parts.get("hour") or parts.get("compact"))
    offset = _offset(parts.get("zone"), doubtful) if has_time or parts.get("zone") else timedelta(0)
    zone = timezone(offset)
    moment = datetime(year, month, day, hour, minute, second, micro, tzinfo=zone) + extra
    if parts.get("ordinal"):
        moment += timedelta(days=int(parts["ordinal"] or 1) - 1)
        if moment.year != year:
            raise ValueError("no such day of the year")
    return moment.astimezone(UTC), doubtful


def _year(parts: dict[str, str | None]) -> int:
    short = parts.get("short")
    year = int(short or parts["year"] or "")
    if short or len(parts["year"] or "") == 2:
        year += 2000 if year < 70 else 1900  # RFC 2822, 4.3, with the pivot that C libraries use
    return year


def _month(parts: dict[str, str | None]) -> int:
    name = parts.get("name")
    if name:
        return MONTHS[name.lower()] if name.lower() in MONTHS else MONTHS[name.lower()[:3]]
    return int(parts.get("month") or 1)


def _time_of_day(parts: dict[str, str | None]) -> tuple[int, int, int, int]:
    compact = parts.get("compact")
    if compact:
        return int(compact[:2]), int(compact[2:4]), int(compact[4:] or 0), 0
    hour = int(parts.get("hour") or 0)
    half = (parts.get("half") or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("no such hour on a clock of twelve")
        hour = hour % 12 + (12 if half == "p" else 0)
    micro = int(((parts.get("fraction") or "") + "000000")[:6])
    return hour, int(parts.get("minute") or 0), int(parts.get("second") or 0), micro


def _offset(zone: str | None, doubtful: list[str]) -> timedelta:
    if not zone:
        doubtful.append(doubts.NO_ZONE)
        return timedelta(0)
    name = zone.upper().replace("−", "-")
    if name in ZONES:
        if name in UNCERTAIN:
            doubtful.append(doubts.UNCERTAIN_ZONE)
        return timedelta(minutes=ZONES[name])
    number = re.fullmatch(r"(?:GMT|UTC|UT)?([+-])(\d{1,2}):?(\d{2})?", name)
    if number:
        minutes = int(number[2]) * 60 + int(number[3] or 0)
        if minutes > 24 * 60 - 1:
            raise ValueError("no such offset")
        return timedelta(minutes=-minutes if number[1] == "-" else minutes)
    doubtful.append(doubts.UNCERTAIN_ZONE)
    return timedelta(0)
