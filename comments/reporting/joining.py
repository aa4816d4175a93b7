"""Reports at the queue: the first opens an item, each further one joins its reason to it."""

from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import ngettext

from comments.models import Comment, Report
from comments.reporting.grounds import ILLEGAL, label_of, urgency_of
from comments.screening import Reason
from moderation import queue

RULE = "reported"
# Whoever has no account confirms the address first; what is said to be illegal is looked at without waiting for that.
COUNTED = (
    Q(reporter__isnull=False)
    | Q(confirmed_at__isnull=False)
    | Q(ground=ILLEGAL)
    | Q(forgotten_at__isnull=False)
)


def open_reports(comment: Comment) -> QuerySet[Report]:
    """The reports that wait for a decision and count at the queue, oldest first."""
    return Report.objects.filter(COUNTED, comment=comment, outcome=Report.Outcome.OPEN).order_by("pk")


def join(comment: Comment) -> None:
    """Let the comment wait for a person because of its open reports, together with all that it waits for already."""
    reports = list(open_reports(comment))
    if reports:
        priority = max(urgency_of(report.ground, report.law) for report in reports)
        queue.join(
            comment,
            reason_of(reports),
            priority=priority,
            section=comment.section_slug,
            author_id=comment.author_id,
            language=comment.article.language,
        )


def reason_of(reports: Iterable[Report]) -> Reason:
    """How many said what, without their words and names: it stands at the queue for ever."""
    with translation.override(settings.LANGUAGE_CODE):
        counts = Counter(label_of(report.ground, report.law) for report in reports)
        number = counts.total()
        said = ", ".join(
            f"{label} ({count})" if count > 1 else label for label, count in counts.most_common()
        )
        words = ngettext(
            "Reported by %(number)d reader: %(said)s.", "Reported by %(number)d readers: %(said)s.", number
        )
        return {"rule": RULE, "words": words % {"number": number, "said": said}}
