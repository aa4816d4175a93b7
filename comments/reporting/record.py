"""What became of a person's reports: the number that moderators see beside the next one."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import Report

ENOUGH = 5  # settled reports before anything is said of how they fared
RARELY = 0.1  # upheld less often than this is a pattern


@dataclass(frozen=True, slots=True)
class Record:
    """How many reports a person filed here, how many were settled and how many of those upheld."""

    filed: int
    settled: int
    upheld: int

    @property
    def is_mostly_refused(self) -> bool:
        return self.settled >= ENOUGH and self.upheld < self.settled * RARELY

    @property
    def words(self) -> str:
        """“12 reports, 1 upheld”."""
        filed = ngettext("%(number)d report", "%(number)d reports", self.filed) % {"number": self.filed}
        return _("%(reports)s, %(upheld)d upheld") % {"reports": filed, "upheld": self.upheld}


NONE = Record(0, 0, 0)


def records_of(people: Collection[int]) -> dict[int, Record]:
    """The records of these people, in one query."""
    if not people:
        return {}
    settled = Q(outcome__in=[Report.Outcome.UPHELD, Report.Outcome.REFUSED])
    rows = (
        Report.objects.filter(reporter__in=people)
        .order_by()
        .values_list("reporter")
        .annotate(
            filed=Count("pk"),
            settled=Count("pk", filter=settled),
            upheld=Count("pk", filter=Q(outcome=Report.Outcome.UPHELD)),
        )
    )
    return {person: Record(*numbers) for person, *numbers in rows}
