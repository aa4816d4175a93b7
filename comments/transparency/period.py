"""The span of a report: whole days of the site's clock."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _


class NoPeriod(ValueError):
    """The days make no span; ``str()`` says why."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        """The instant at which it begins."""
        return timezone.make_aware(datetime.combine(self.first, time.min))

    @property
    def end(self) -> datetime:
        """The instant at which it is over."""
        return timezone.make_aware(datetime.combine(self.last + timedelta(days=1), time.min))

    @property
    def name(self) -> str:
        """Such as “2026-01-01_2026-12-31”, for files."""
        return f"{self.first}_{self.last}"


def period(first: str, last: str) -> Period:
    """The span between two days as 2026-01-31. Raises NoPeriod."""
    try:
        found = Period(date.fromisoformat(first), date.fromisoformat(last))
        # Whatever the clock cannot reckon with is no day of a report.
        found.start, found.end  # noqa: B018
    except (ValueError, OverflowError):
        raise NoPeriod(_("Give both days as 2026-01-31.")) from None
    if found.last < found.first:
        raise NoPeriod(_("The last day comes before the first."))
    return found


def last_year(today: date) -> Period:
    """The calendar year before this one: what Article 15 asks for each year."""
    return Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
