"""The open reports as the queue's card prints them: who said what, and how that person's reports fared before."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from comments.models import Comment, Report
from comments.reporting import record
from comments.reporting.grounds import label_of
from comments.reporting.joining import COUNTED
from comments.reporting.record import Record


@dataclass(frozen=True)
class Sheet:
    """One report. The names are for moderators alone; the author of the comment never sees them."""

    report: Report
    record: Record
    is_stale: bool  # the text was changed after it was reported

    @property
    def label(self) -> str:
        return label_of(self.report.ground, self.report.law)


def sheets_of(comments: Sequence[Comment]) -> dict[int, list[Sheet]]:
    """The open reports on these comments, oldest first; two queries at most."""
    digests = {comment.pk: hashlib.sha256(comment.text.encode()).hexdigest() for comment in comments}
    reports = list(
        Report.objects.filter(COUNTED, comment__in=digests, outcome=Report.Outcome.OPEN)
        .select_related("reporter")
        .order_by("pk")
    )
    records = record.records_of({report.reporter_id for report in reports if report.reporter_id})
    found: dict[int, list[Sheet]] = defaultdict(list)
    for report in reports:
        past = records.get(report.reporter_id or 0, record.NONE)
        is_stale = report.text_digest != digests[report.comment_id]
        found[report.comment_id].append(Sheet(report, past, is_stale))
    return dict(found)
