"""What each desk has: planned, in the making, in review, ready, out today. Read for one page, in a few queries."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Func, IntegerField, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Assignment, Revision, Section

MOST = 300  # rows of one stage, over all desks
S = Revision.State
STAGES: tuple[tuple[str, Any], ...] = (
    ("planned", _("Planned")),
    ("making", _("In the making")),
    ("review", _("In review")),
    ("ready", _("Approved and scheduled")),
    ("out", _("Out today")),
)
STAGE_OF = {
    S.DRAFT: "making",
    S.CHANGES_REQUESTED: "making",
    S.IN_REVIEW: "review",
    S.APPROVED: "ready",
    S.SCHEDULED: "ready",
    S.LIVE: "out",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One story: an assignment without an article, or an article with what was asked for."""

    title: str
    language: str = ""
    article: int | None = None
    assignment: Assignment | None = None
    text: Revision | None = None
    words: int = 0

    @property
    def who(self) -> str:
        """Who has it: the assignee, else the one who began it; empty for nobody and for wire copy."""
        if self.assignment is not None and self.assignment.assignee_id:
            return str(self.assignment.assignee)
        return str(self.text.opened_by) if self.text is not None and self.text.opened_by_id else ""

    @property
    def at(self) -> datetime | None:
        """The time that counts: when it went or goes out, else when it is due."""
        if self.text is not None and self.text.state == S.LIVE:
            return self.text.published_at
        if self.text is not None and self.text.state == S.SCHEDULED:
            return self.text.publish_at
        return self.assignment.due_at if self.assignment is not None else None


@dataclass
class Stage:
    name: str
    label: Any
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Desk:
    """One section's stories by stage."""

    section: Section
    stages: list[Stage]

    @property
    def number(self) -> int:
        return sum(len(stage.entries) for stage in self.stages)


def desks(sections: QuerySet[Section], now: datetime | None = None) -> list[Desk]:
    """The stories of these sections. Four queries, however many there are."""
    found = {
        section.pk: Desk(section, [Stage(name, label) for name, label in STAGES]) for section in sections
    }
    for section, stage, entry in _entries(list(found), now or timezone.now()):
        stages = found[section].stages
        next(kept for kept in stages if kept.name == stage).entries.append(entry)
    return list(found.values())


def _entries(sections: list[int], now: datetime) -> list[tuple[int, str, Entry]]:
    given = (
        Assignment.objects.filter(section__in=sections, state=Assignment.State.OPEN)
        .select_related("assignee", "section")
        .order_by(F("due_at").asc(nulls_last=True), "pk")
    )
    planned = [
        (row.section_id, "planned", Entry(row.title, assignment=row))
        for row in given.filter(article=None)[:MOST]
    ]
    texts = list(_working(sections)[:MOST]) + list(_out_today(sections, now)[:MOST])
    asked = {row.article_id: row for row in given.filter(article__in=[text.article_id for text in texts])}
    written = [
        (
            text.article.section_id,
            STAGE_OF[S(text.state)],
            Entry(
                text.headline,
                text.article.language,
                text.article_id,
                asked.get(text.article_id),
                text,
                text.words or 0,  # type: ignore[attr-defined]
            ),
        )
        for text in texts
    ]
    return planned + written


def _working(sections: list[int]) -> QuerySet[Revision]:
    return _counted(
        Revision.objects.filter(state__in=Revision.WORKING, article__section__in=sections)
    ).order_by(F("publish_at").asc(nulls_last=True), "-changed_at")


def _out_today(sections: list[int], now: datetime) -> QuerySet[Revision]:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return _counted(
        Revision.objects.filter(
            state=S.LIVE,
            article__section__in=sections,
            article__withdrawn_at=None,
            article__published_at__gte=midnight,
        )
    ).order_by("-published_at")


def _counted(texts: QuerySet[Revision]) -> QuerySet[Revision]:
    plain = Func(F("body"), Value("<[^>]*>"), Value(" "), Value("g"), function="regexp_replace")
    words = Func(plain, Value(r"\S+"), function="regexp_count", output_field=IntegerField())
    return texts.select_related("article", "opened_by", "changed_by").defer("body").annotate(words=words)
