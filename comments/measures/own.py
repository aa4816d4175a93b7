"""A person's standing as they read it themselves: all of it but the notes, which change nothing for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from articles.models import Section
from comments.measures.standing import words
from comments.models import Measure
from moderation.models import Decision


@dataclass(frozen=True, slots=True)
class Own:
    """One measure in words."""

    measure: Measure
    section: str  # its name; empty for the whole site
    holds: bool
    decision: int | None  # the number of the one that took it: its statement of reasons says how to appeal

    @property
    def words(self) -> str:
        return words(self.measure)


@dataclass(frozen=True, slots=True)
class OwnStanding:
    """What holds and what is over, newest first."""

    holding: Sequence[Own]
    past: Sequence[Own]


def own_standing(person: User, now: datetime) -> OwnStanding:
    """Three queries."""
    taken = Measure.objects.felt().filter(person=person).exclude(state=Measure.State.PROPOSED)
    measures = list(taken.select_related("comment__article__section", "comment__article__live"))
    names = dict(
        Section.objects.filter(slug__in={one.section for one in measures}).values_list("slug", "name")
    )
    taken_by = dict(
        Decision.objects.filter(
            kind=Measure._meta.label_lower,
            object_id__in=[one.pk for one in measures],
            from_state=Measure.State.PROPOSED,
        ).values_list("object_id", "pk")
    )
    found = [
        Own(one, names.get(one.section, one.section), _holds(one, now), taken_by.get(one.pk))
        for one in measures
    ]
    return OwnStanding([one for one in found if one.holds], [one for one in found if not one.holds])


def _holds(measure: Measure, now: datetime) -> bool:
    """A warning that was read is over for the person, though it stays on record."""
    is_read = measure.kind == Measure.Kind.WARNING and measure.acknowledged_at is not None
    return measure.holds(now) and not is_read
