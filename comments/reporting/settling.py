"""A decision on a comment settles its reports: each gets its outcome, and whoever reported is told after the undo window."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from comments.models import Comment, Report
from comments.reporting import receipts
from moderation import undoing
from moderation.models import Decision

Outcome = Report.Outcome
UPHELD_BY = frozenset({"reject", "spam", "remove"})
REFUSED_BY = frozenset({"approve", "keep"})
TAKEN_BACK_BY = frozenset({"reopen", "reinstate"})


def settle(comment: Comment, decision: Decision, now: datetime) -> None:
    """Close the open reports by this decision, or open those again that the decision before it had closed.

    Call it in the transaction of the decision, with the article's row locked.
    """
    if decision.name in TAKEN_BACK_BY:
        _open_again(comment, decision)
    elif decision.name in UPHELD_BY:
        _close(_open(comment), Outcome.UPHELD, decision, now)
    elif decision.name in REFUSED_BY:
        _close(_open(comment), Outcome.REFUSED, decision, now)


def settle_gone(comment: Comment, now: datetime) -> None:
    """Its author has deleted the comment: nothing is left to decide on."""
    _close(_open(comment), Outcome.OVERTAKEN, None, now)


def _open(comment: Comment) -> list[Report]:
    return list(Report.objects.filter(comment=comment, outcome=Outcome.OPEN).select_related("reporter"))


def _close(reports: Iterable[Report], outcome: str, decision: Decision | None, now: datetime) -> None:
    # A rule decides at once and for good; a person may take it back for some seconds.
    delay = undoing.window() if decision is not None and decision.by_id else timedelta(0)
    for report in reports:
        report.outcome, report.decision, report.closed_at = outcome, decision, now
        report.save(update_fields=["outcome", "decision", "closed_at"])
        receipts.tell_outcome(report, delay)


def _open_again(comment: Comment, decision: Decision) -> None:
    """Only while nobody was told: later they were closed for good, and a new decision is a new matter."""
    before = Decision.objects.filter(
        kind=decision.kind, object_id=decision.object_id, object_version__lt=decision.object_version
    )
    last = before.order_by("-object_version").values_list("pk", "at").first()
    if last is not None and decision.at < last[1] + undoing.window():
        Report.objects.filter(comment=comment, decision=last[0]).update(
            outcome=Outcome.OPEN, decision=None, closed_at=None
        )
