"""Figures of many feeds at once: reports of each day, as a line of bars."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from feeds.models import ImportedItem

DAYS = 30
BAR, GAP, HEIGHT = 4, 1, 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: where its bar stands in the drawing."""

    x: int
    y: int
    height: int
    number: int


@dataclass(frozen=True, slots=True)
class Bars:
    """The reports of the last days, oldest first."""

    numbers: Sequence[int]
    width: int = DAYS * (BAR + GAP) - GAP
    height: int = HEIGHT

    @property
    def bars(self) -> list[Bar]:
        """Each day that brought something is to be seen, however little it is beside the others."""
        most = max(self.numbers, default=0) or 1
        tall = [max(2, round(number / most * HEIGHT)) if number else 0 for number in self.numbers]
        return [
            Bar(place * (BAR + GAP), HEIGHT - height, height, number)
            for place, (number, height) in enumerate(zip(self.numbers, tall, strict=True))
            if number
        ]

    @property
    def words(self) -> str:
        """The same for who does not see it."""
        if not any(self.numbers):
            return _("No report in %(days)s days.") % {"days": len(self.numbers)}
        return _("Reports in %(days)s days: %(all)s, at most %(most)s a day, today %(today)s.") % {
            "days": len(self.numbers),
            "all": sum(self.numbers),
            "most": max(self.numbers),
            "today": self.numbers[-1],
        }


def bars_of(feeds: Iterable[int], now: datetime) -> Mapping[int, Bars]:
    """For many feeds in one query."""
    ids = list(feeds)
    today = timezone.localtime(now).date()
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    found = _counts(ids, now - timedelta(days=DAYS + 1))
    return {pk: Bars([found[pk].get(day, 0) for day in days]) for pk in ids}


def _counts(feeds: list[int], since: datetime) -> dict[int, dict[date, int]]:
    counted: dict[int, dict[date, int]] = defaultdict(dict)
    items = ImportedItem.objects.filter(feed__in=feeds, received_at__gte=since)
    for feed, day, number in (
        items.order_by()
        .annotate(day=TruncDate("received_at"))
        .values_list("feed", "day")
        .annotate(n=Count("pk"))
    ):
        counted[feed][day] = number
    return counted
