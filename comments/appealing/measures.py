"""Measures against people: their statements of reasons, and how an appeal that is granted lifts them."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from comments.measures import taking
from comments.models import Measure
from moderation.appeals.appealables import Notice
from moderation.appeals.statements import Statement
from moderation.models import Appeal, Decision
from moderation.wording import reason_of
from moderation.workflow import Words

KIND = Measure._meta.label_lower
K = Measure.Kind
RESTRICTIONS: dict[str, Words] = {
    K.WARNING: gettext_lazy("You were warned."),
    K.PREMODERATION: gettext_lazy("What you write waits for a moderator before it is shown."),
    K.SUSPENSION: gettext_lazy("You cannot write."),
    K.BAN: gettext_lazy("You cannot write any more."),
}


class MeasureDecisions:
    """What appeals know of measures."""

    kind = KIND
    restricts = frozenset(str(kind) for kind in RESTRICTIONS)
    dismisses: frozenset[str] = frozenset()

    def statements(self, decisions: Sequence[Decision]) -> dict[int, Statement]:
        """Two queries, however many decisions."""
        measures = Measure.objects.select_related("person").in_bulk(
            [decision.object_id for decision in decisions]
        )
        return {
            decision.pk: _statement(decision, measures[decision.object_id])
            for decision in decisions
            if decision.object_id in measures
        }

    def decisions_on(self, person: User) -> QuerySet[Decision]:
        """That took a measure against them; notes restrict nothing."""
        theirs = Measure.objects.filter(person=person).values("pk")
        return Decision.objects.filter(kind=KIND, object_id__in=theirs, name__in=self.restricts)

    def notices(self, appeals: Sequence[Appeal]) -> dict[int, Notice]:
        """No report is refused by a measure."""
        return {}

    def section_of(self, object_id: int) -> str:
        """In which it counts; empty for the whole site."""
        return Measure.objects.values_list("section", flat=True).get(pk=object_id)

    def lock(self, object_id: int) -> None:
        """The person, as every verb does."""
        person = Measure.objects.values_list("person_id", flat=True).get(pk=object_id)
        User.objects.select_for_update(no_key=True).get(pk=person)

    def stands(self, decision: Decision) -> bool:
        """Until it is lifted or has run out; a warning as long as it is on record."""
        measure = Measure.objects.filter(pk=decision.object_id).first()
        return measure is not None and measure.holds(timezone.now())

    def put_right(self, appeal: Appeal, *, by: User, reason: str, now: datetime) -> Decision:
        """Lift it. Raises moderation.errors.Refused."""
        measure = Measure.objects.get(pk=appeal.object_id)
        words = reason or _("An appeal against it was granted.")
        return taking.lift(measure, words=words, by=by, version=measure.version, now=now)


def _statement(decision: Decision, measure: Measure) -> Statement:
    return Statement(
        decision=decision,
        subject=str(K(measure.kind).label),
        restriction=RESTRICTIONS.get(measure.kind, ""),
        facts=reason_of(decision),
        ground=_("Our rules for comments"),
        until=measure.until,
        reach=_("in one section") if measure.section else _("everywhere on this site"),
        content_at=measure.taken_at,
        person=measure.person,
        desk_title=f"{K(measure.kind).label}: {measure.person}",
        url=reverse("redress:statement", args=[decision.pk]),
    )
