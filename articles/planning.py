"""Playing the coming days as a dry run: everything in order, and what would go wrong as things stand now."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.utils import timezone

from articles import plan_checks
from articles.agenda import Entry, Lane, Reach, entries
from articles.models import Revision
from articles.plan_checks import Grade, Trouble


@dataclass(frozen=True, slots=True)
class Plan:
    """The days in order, and what stands against them."""

    start: datetime
    end: datetime
    zone: str
    entries: list[Entry]
    troubles: list[Trouble]

    @property
    def has_conflicts(self) -> bool:
        """Whether something will not happen as it is planned."""
        return any(trouble.grade == Grade.CONFLICT for trouble in self.troubles)


def plan(start: datetime, end: datetime, zone: str, now: datetime | None = None) -> Plan:
    """Everything from ``start`` up to, not including, ``end``, told on the clocks of ``zone``. Changes nothing."""
    now = now or timezone.now()
    found = entries(start, end, Reach(), now)
    keys = [entry.revision for entry in found if entry.lane == Lane.PUBLISHES and entry.revision is not None]
    texts = Revision.objects.with_article().select_related("lead_image").filter(pk__in=keys)
    publications = list(texts.order_by("publish_at", "id"))
    against = chain(
        plan_checks.clashes_of_slots(publications),
        plan_checks.clashes_of_slugs(publications),
        chain.from_iterable(map(plan_checks.of_text, publications)),
        plan_checks.unapproved(found, now),
        plan_checks.rights_while_public(start, end),
        plan_checks.changes_of_clocks(found, zone, start, end),
    )
    return Plan(start, end, zone, found, sorted(set(against)))
