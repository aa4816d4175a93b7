"""The statements of reasons of a span, in the form of the Commission's transparency database (Article 24(5)).

Names and values are those of its interface for submissions. No words of moderators or readers are in it: those may name people.
"""

from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

from django.conf import settings
from django.utils import translation

from comments.appealing.decisions import CommentDecisions
from comments.appealing.measures import MeasureDecisions
from comments.models import Measure
from comments.transparency.passages import RESTRICTING, passages
from comments.transparency.period import Period
from moderation.appeals.statements import Source, Statement
from moderation.models import Decision

VISIBILITY = {
    "reject": "DECISION_VISIBILITY_CONTENT_DISABLED",
    "spam": "DECISION_VISIBILITY_CONTENT_DISABLED",
    "remove": "DECISION_VISIBILITY_CONTENT_REMOVED",
}
PROVISION = {
    "premoderation": "DECISION_PROVISION_PARTIAL_SUSPENSION",
    "suspension": "DECISION_PROVISION_PARTIAL_SUSPENSION",
    "ban": "DECISION_PROVISION_PARTIAL_TERMINATION",
}
SOURCES = {
    Source.NOTICE: "SOURCE_ARTICLE_16",
    Source.REPORT: "SOURCE_TYPE_OTHER_NOTIFICATION",
    Source.OWN: "SOURCE_VOLUNTARY",
}
CHUNK = 200


def listing(period: Period) -> Iterator[dict[str, Any]]:
    """One object per statement, oldest first: restrictions of comments, then measures (warnings restrict nothing)."""
    comments = (one.decision for one in passages(period) if one.decision.name in RESTRICTING)
    yield from _told(CommentDecisions(), comments)
    measures = Decision.objects.filter(
        kind=Measure._meta.label_lower, name__in=PROVISION, at__gte=period.start, at__lt=period.end
    )
    yield from _told(MeasureDecisions(), measures.order_by("pk").iterator())


def _told(kind: CommentDecisions | MeasureDecisions, decisions: Any) -> Iterator[dict[str, Any]]:
    with translation.override("en"):
        for chunk in batched(decisions, CHUNK):
            yield from _of_chunk(kind.statements(list(chunk)), chunk)


def _of_chunk(statements: dict[int, Statement], chunk: Sequence[Decision]) -> Iterator[dict[str, Any]]:
    for decision in chunk:
        if found := statements.get(decision.pk):
            yield _entry(found)


def _entry(statement: Statement) -> dict[str, Any]:
    decision = statement.decision
    entry: dict[str, Any] = {
        "puid": f"{decision.kind.replace('.', '-')}-{decision.pk}",
        "decision_ground": f"DECISION_GROUND_{'ILLEGAL' if statement.is_legal else 'INCOMPATIBLE'}_CONTENT",
        "category": statement.category,
        "content_type": ["CONTENT_TYPE_TEXT"],
        "decision_facts": f"{statement.restriction} {statement.source.label}.",
        "source_type": SOURCES[statement.source],
        "automated_detection": "Yes" if statement.rules else "No",
        "automated_decision": "AUTOMATED_DECISION_FULLY"
        if statement.is_automated
        else "AUTOMATED_DECISION_NOT_AUTOMATED",
        "application_date": decision.at.date().isoformat(),
        "content_date": statement.content_at.date().isoformat() if statement.content_at else None,
        "content_language": statement.content_language.upper()[:2] or settings.LANGUAGE_CODE.upper()[:2],
    }
    if statement.is_legal:
        entry["illegal_content_legal_ground"] = statement.law_reference or statement.ground
        entry["illegal_content_explanation"] = f"We take it to fall under: {statement.ground}."
    else:
        entry["incompatible_content_ground"] = statement.ground
        entry["incompatible_content_explanation"] = (
            f"Our rules for comments do not allow it: {statement.ground}."
        )
    if decision.name in VISIBILITY:
        entry["decision_visibility"] = [VISIBILITY[decision.name]]
        entry["end_date_visibility_restriction"] = None
    else:
        entry["decision_provision"] = PROVISION[decision.name]
        entry["end_date_service_restriction"] = (
            statement.until.date().isoformat() if statement.until else None
        )
    return entry
