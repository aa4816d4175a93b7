"""Decisions on comments: their statements of reasons, and how an appeal that is granted puts them right."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from comments import counting, deciding
from comments.models import Comment, Report
from comments.reporting import links
from comments.reporting.grounds import ILLEGAL, ground_of, label_of, law_of
from moderation import reason_codes
from moderation.appeals.appealables import Notice
from moderation.appeals.statements import Source, Statement
from moderation.errors import Conflict
from moderation.models import Appeal, Decision, Item
from moderation.recording import latest_on
from moderation.wording import reason_of
from moderation.workflow import Words

KIND = Comment._meta.label_lower
RESTRICTIONS: dict[str, Words] = {
    "reject": gettext_lazy("It is not published."),
    "spam": gettext_lazy("It is not published: we take it for advertising."),
    "remove": gettext_lazy("It was taken out of the thread."),
    "keep": gettext_lazy("It stays as it is."),
}
# Why things wait that no rule has found: people, the mode of the article, the house itself.
BY_PEOPLE = frozenset({"reported", "premoderated", "reopened", "edited", "second-opinion", "appeal", "held"})


@dataclass(frozen=True)
class _Sources:
    """What one decision rests on besides its own row."""

    reasons: Sequence[dict[str, Any]]  # why the comment waited
    reports: Sequence[Report]  # that it upheld

    @property
    def law(self) -> str:
        """The kind of law that most of the reports named."""
        laws = Counter(report.law for report in self.reports if report.law)
        return laws.most_common(1)[0][0] if laws else ""

    @property
    def ground(self) -> str:
        """The reason that most of the reports gave."""
        grounds = Counter(report.ground for report in self.reports)
        return grounds.most_common(1)[0][0] if grounds else ""

    @property
    def source(self) -> Source:
        if any(report.ground == ILLEGAL for report in self.reports):
            return Source.NOTICE
        return Source.REPORT if self.reports else Source.OWN

    @property
    def rules(self) -> tuple[str, ...]:
        found = [one for one in self.reasons if str(one.get("rule", "")) not in BY_PEOPLE]
        return tuple(str(one.get("words") or one.get("rule")) for one in found)


class CommentDecisions:
    """What appeals know of comments."""

    kind = KIND
    restricts = frozenset({"reject", "spam", "remove"})
    dismisses = frozenset({"keep"})

    def statements(self, decisions: Sequence[Decision]) -> dict[int, Statement]:
        """Five queries, however many decisions."""
        comments = Comment.objects.select_related("author", "article__section", "article__live").in_bulk(
            [decision.object_id for decision in decisions]
        )
        waited = dict(
            Item.objects.filter(kind=KIND, object_id__in=comments, decision__in=decisions).values_list(
                "decision", "reasons"
            )
        )
        upheld: dict[int, list[Report]] = defaultdict(list)
        reports = Report.objects.filter(decision__in=decisions, outcome=Report.Outcome.UPHELD)
        for report in reports.order_by("pk"):
            upheld[report.decision_id or 0].append(report)
        labels = reason_codes.labels()
        return {
            decision.pk: _statement(
                decision,
                comments[decision.object_id],
                _Sources(waited.get(decision.pk) or (), upheld[decision.pk]),
                labels,
            )
            for decision in decisions
            if decision.object_id in comments
        }

    def decisions_on(self, person: User) -> QuerySet[Decision]:
        """On comments of theirs."""
        theirs = Comment.objects.filter(author=person).values("pk")
        return Decision.objects.filter(kind=KIND, object_id__in=theirs, name__in=self.restricts)

    def notices(self, appeals: Sequence[Appeal]) -> dict[int, Notice]:
        """The reports that were refused."""
        numbers = [appeal.notice_id for appeal in appeals if appeal.notice_id]
        reports = Report.objects.filter(pk__in=numbers).select_related("reporter")
        return {report.pk: notice_of(report) for report in reports}

    def section_of(self, object_id: int) -> str:
        """Of its article."""
        comment = Comment.objects.select_related("article__section").get(pk=object_id)
        return comment.section_slug

    def lock(self, object_id: int) -> None:
        """Its article, as every verb does."""
        counting.lock(Comment.objects.values_list("article_id", flat=True).get(pk=object_id))

    def stands(self, decision: Decision) -> bool:
        """The newest one on a comment that is still there."""
        newest = newest_effect(decision.object_id)
        there = Comment.objects.filter(pk=decision.object_id, deleted_at=None).exists()
        return there and newest is not None and newest.pk == decision.pk

    def put_right(self, appeal: Appeal, *, by: User, reason: str, now: datetime) -> Decision:
        """Show it again; or, where a report was refused, take it out. Raises moderation.errors.Refused."""
        comment = Comment.objects.get(pk=appeal.object_id)
        if appeal.side == Appeal.Side.NOTIFIER:
            return deciding.remove(comment, by=by, version=comment.version, reason=reason, now=now)
        match Comment.State(comment.state):
            case Comment.State.REMOVED:
                return deciding.restore(comment, by=by, version=comment.version, now=now)
            case Comment.State.REJECTED | Comment.State.SPAM:
                return deciding.approve(comment, by=by, version=comment.version, now=now)
        raise Conflict(comment, latest_on(KIND, comment.pk))


def newest_effect(comment_id: int) -> Decision | None:
    """The newest decision that changed something, or refused to: who only looked once more left it standing."""
    decisions = Decision.objects.filter(kind=KIND, object_id=comment_id)
    decisions = decisions.exclude(name__startswith="uphold_").exclude(name__in=["pick", "unpick"])
    return decisions.order_by("-object_version").first()


def notice_of(report: Report) -> Notice:
    """The report as an appeal knows it."""
    return Notice(
        pk=report.pk,
        label=label_of(report.ground, report.law),
        words=report.words,
        reporter=report.reporter,
        email=report.email if report.confirmed_at else "",
        language=report.language,
        path=links.path_of(report),
    )


def _statement(decision: Decision, comment: Comment, sources: _Sources, labels: dict[str, str]) -> Statement:
    live = comment.article.live
    headline = live.headline if live else str(comment.article)
    law = law_of(sources.law)
    # What the moderator chose counts; where nothing was chosen, what the upheld reports say.
    is_legal = decision.reason_code == ILLEGAL or (not decision.reason_code and law is not None)
    if is_legal and law is not None:
        ground, category = str(law.label), law.category
    elif decision.reason_code:
        ground = labels.get(decision.reason_code, decision.reason_code)
        category = CATEGORIES.get(decision.reason_code, OF_RULES)
    else:
        ground = str(ground_of(sources.ground).label) if sources.ground else _("Our rules for comments")
        category = ground_of(sources.ground).category if sources.ground else OF_RULES
    references = [report.law_reference for report in sources.reports if report.law_reference]
    return Statement(
        decision=decision,
        subject=_("Your comment on “%(headline)s”") % {"headline": headline},
        restriction=RESTRICTIONS.get(decision.name, ""),
        facts=reason_of(decision),
        ground=ground,
        source=sources.source,
        is_legal=is_legal,
        law_reference=references[0] if is_legal and references else "",
        category=category,
        rules=sources.rules,
        content=SafeString(comment.html),
        content_at=comment.created_at,
        content_language=comment.article.language,
        person=comment.author,
        desk_title=_("Comment of %(name)s on “%(headline)s”")
        % {"name": comment.author, "headline": headline},
        url=reverse("comments:show", args=[comment.pk]),
    )


OF_RULES = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"
CATEGORIES = {
    "insult": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
    "hate": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
    "personal-data": "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
    "illegal": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
}
