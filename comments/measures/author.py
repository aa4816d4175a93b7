"""What the desk knows of somebody who comments: what became of their comments, what was done about them, by whom and why."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from accounts.models import User
from accounts.ranking import stands_above
from comments.counting import VISIBLE
from comments.measures import reaching
from comments.measures.forms import ChangeForm
from comments.models import Comment, Measure, Report, Vote
from moderation.models import Decision
from moderation.reach import sections_of

SHOWN = 20  # comments on the page; the list of all of them is one step further
STATES = Comment.State
THERE = Q(deleted_at=None)
OUTCOMES = {
    "approved": VISIBLE,
    "pending": Q(state=STATES.PENDING) & THERE,
    "rejected": Q(state=STATES.REJECTED) & THERE,
    "spam": Q(state=STATES.SPAM) & THERE,
    "removed": Q(state=STATES.REMOVED) & THERE,
    "deleted": ~THERE,
}


@dataclass
class Entry:
    """One measure with all that was decided on it, and the form that changes it where that is open."""

    measure: Measure
    holds: bool
    decisions: list[Decision] = field(default_factory=list)
    form: ChangeForm | None = None

    @property
    def has_run_out(self) -> bool:
        return not self.holds and self.measure.state == Measure.State.IN_FORCE


@dataclass(frozen=True)
class Author:
    """One person as the moderator ``viewer`` may see them."""

    person: User
    viewer: User
    now: datetime
    refused: ChangeForm | None = None  # what was typed into it and not done

    @cached_property
    def outcomes(self) -> dict[str, int]:
        """How many of their comments came to what; one query, on the index by author."""
        counts = {name: Count("pk", filter=condition) for name, condition in OUTCOMES.items()}
        return Comment.objects.filter(author=self.person).order_by().aggregate(**counts)

    @cached_property
    def judged(self) -> dict[str, int]:
        """How others voted on their comments, how they vote themselves, and how their reports fared; three queries."""
        received = Comment.objects.filter(author=self.person).aggregate(
            received_up=Coalesce(Sum("ups"), 0), received_down=Coalesce(Sum("downs"), 0)
        )
        ways = {"given_up": Count("pk", filter=Q(value=1)), "given_down": Count("pk", filter=Q(value=-1))}
        given = Vote.objects.filter(person=self.person).aggregate(**ways)
        outcomes = {
            "filed": Count("pk"),
            "upheld": Count("pk", filter=Q(outcome=Report.Outcome.UPHELD)),
            "refused": Count("pk", filter=Q(outcome=Report.Outcome.REFUSED)),
        }
        return {**received, **given, **Report.objects.filter(reporter=self.person).aggregate(**outcomes)}

    @property
    def total(self) -> int:
        return sum(self.outcomes.values())

    @cached_property
    def comments(self) -> list[Comment]:
        """The newest that the viewer may look at."""
        return list(self._reachable()[:SHOWN])

    @cached_property
    def entries(self) -> list[Entry]:
        """Every measure and note, newest first; three queries."""
        measures = list(Measure.objects.filter(person=self.person).select_related("comment"))
        decided = Decision.objects.filter(
            kind=Measure._meta.label_lower, object_id__in=[measure.pk for measure in measures]
        ).select_related("by", "evidence")
        found = {measure.pk: Entry(measure, measure.holds(self.now)) for measure in measures}
        for decision in decided.order_by("object_version"):
            found[decision.object_id].decisions.append(decision)
        for entry in found.values():
            if (
                entry.holds
                and self.is_open
                and reaching.may_take(self.viewer, entry.measure.kind, entry.measure.section)
            ):
                entry.form = self._form(entry.measure)
        return list(found.values())

    @property
    def holding(self) -> list[Entry]:
        """What holds now, notes aside."""
        return [one for one in self.entries if one.holds and one.measure.kind != Measure.Kind.NOTE]

    @property
    def past(self) -> list[Entry]:
        """What held once, notes aside."""
        return [one for one in self.entries if not one.holds and one.measure.kind != Measure.Kind.NOTE]

    @property
    def notes(self) -> list[Entry]:
        """What colleagues noted, and did not take back."""
        return [one for one in self.entries if one.holds and one.measure.kind == Measure.Kind.NOTE]

    @cached_property
    def is_open(self) -> bool:
        """Whether the viewer may take measures against them at all."""
        return not self.why_closed

    @cached_property
    def why_closed(self) -> str:
        """Why not; empty where they may."""
        kinds = reaching.kinds_for(self.viewer)
        if not kinds:
            return "role"
        if self.person.erased_at is not None:
            return "erased"
        if self.person.pk == self.viewer.pk:
            return "self"
        return "" if stands_above(self.viewer, self.person) else "rank"

    def _form(self, measure: Measure) -> ChangeForm:
        if self.refused is not None and self.refused.measure.pk == measure.pk:
            return self.refused
        return ChangeForm(measure)

    def _reachable(self) -> QuerySet[Comment]:
        found = Comment.objects.filter(author=self.person).select_related("article__section", "article__live")
        found = found.defer("article__live__body").order_by("-pk")
        sections = sections_of(self.viewer, frozenset({"comments.view_comment"}))
        return found if sections is None else found.filter(article__section__slug__in=sections)
