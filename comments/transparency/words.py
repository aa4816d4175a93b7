"""What the figures are called where people read them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import Measure, Report
from comments.reporting.grounds import ground_of, law_of
from comments.transparency.figures import Figure, Value
from comments.workflow import COMMENT
from moderation import reason_codes
from moderation.models import Appeal
from moderation.wording import kind_label
from moderation.workflow import Words

NAMES: dict[str, Words] = {
    "notices": gettext_lazy("Reports"),
    "actions_on_notices": gettext_lazy("Comments restricted because of reports"),
    "notices_upheld": gettext_lazy("Reports upheld"),
    "notices_processed_by_automated_means": gettext_lazy("Reports decided by rules"),
    "notices_by_trusted_flaggers": gettext_lazy("Reports of trusted flaggers"),
    "notices_median_hours": gettext_lazy("Hours from report to decision (median)"),
    "restrictions": gettext_lazy("Comments restricted"),
    "restrictions_on_own_initiative": gettext_lazy("Comments restricted without a report"),
    "measures": gettext_lazy("Measures against people"),
    "complaints": gettext_lazy("Appeals"),
    "decisions_reversed": gettext_lazy("Decisions reversed by appeals"),
    "complaints_median_hours": gettext_lazy("Hours from appeal to decision (median)"),
    "decisions": gettext_lazy("Decisions on comments"),
    "automated_decisions": gettext_lazy("Decisions by rules"),
    "automated_share": gettext_lazy("Share of decisions by rules"),
    "automated_decisions_overturned": gettext_lazy("Decisions by rules that people overturned"),
    "automated_decisions_error_rate": gettext_lazy("Error rate of decisions by rules"),
    "automated_detections": gettext_lazy("Comments that rules held"),
    "automated_detections_not_confirmed": gettext_lazy("Held by rules, then allowed by people"),
    "automated_detections_error_rate": gettext_lazy("Error rate of holding"),
    "second_opinions": gettext_lazy("Second opinions"),
    "second_opinions_agreed": gettext_lazy("Share of second opinions that agree"),
    "second_opinions_kappa": gettext_lazy("Cohen's kappa of second opinions"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One figure in words."""

    label: str
    part: str
    article: str
    value: Value

    @property
    def by(self) -> str:
        return self.part


def lines(found: Iterable[Figure]) -> list[Line]:
    """The figures in words; one query for the names of reasons."""
    codes = reason_codes.labels()
    return [
        Line(str(NAMES.get(one.name, one.name)), _part(one, codes), one.article, one.value) for one in found
    ]


def _part(one: Figure, codes: dict[str, str]) -> str:
    if not one.by:
        return ""
    if one.by == "reason":
        if one.name.startswith("notices"):
            return str(ground_of(one.of).label)
        return _("Without a code") if one.of == "none" else codes.get(one.of, one.of)
    words: dict[str, Words] = {
        "law": getattr(law_of(one.of), "label", one.of),
        "outcome": _outcome(one),
        "ground": _("A law") if one.of == "law" else _("Our rules"),
        "type": COMMENT[one.of].label if one.of in COMMENT else one.of,
        "detection": _("By rules") if one.of == "automated" else _("By people"),
        "kind": Measure.Kind(one.of).label if one.of in Measure.Kind.values else one.of,
        "side": Appeal.Side(one.of).label if one.of in Appeal.Side.values else one.of,
        "subject": kind_label(one.of) if one.by == "subject" else one.of,
    }
    return str(words.get(one.by, one.of))


def _outcome(one: Figure) -> Words:
    if one.of in Report.Outcome.values and one.name == "notices":
        return Report.Outcome(one.of).label
    return Appeal.State(one.of).label if one.of in Appeal.State.values else one.of
