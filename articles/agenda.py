"""What the coming days hold: when texts are due, go out, lose their embargo, expire and want another look."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import chain
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Assignment, Revision, Section

MOST = 2_000  # of each kind; a longer list is no calendar


class Lane(StrEnum):
    """The rows of the calendar, in the order of an article's life."""

    DUE = "due"
    PUBLISHES = "publishes"
    EMBARGO = "embargo"
    EXPIRES = "expires"
    LOOK_AGAIN = "look_again"


LABELS = {
    Lane.DUE: _("Due"),
    Lane.PUBLISHES: _("Publishes"),
    Lane.EMBARGO: _("Embargo ends"),
    Lane.EXPIRES: _("Expires"),
    Lane.LOOK_AGAIN: _("Look again"),
}


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One thing that the clock brings. A day without a time stands at the first moment of the day in the site's zone."""

    at: datetime
    rank: int
    lane: Lane = field(compare=False)
    key: int = field()  # of the article; of the assignment where there is no article yet
    title: str = field(compare=False)
    section: str = field(compare=False)  # slug
    section_name: str = field(compare=False)
    zone: str = field(compare=False)  # in which it was chosen
    article: int | None = field(compare=False, default=None)
    revision: int | None = field(compare=False, default=None)
    assignment: int | None = field(compare=False, default=None)
    language: str = field(compare=False, default="")
    is_all_day: bool = field(compare=False, default=False)
    is_late: bool = field(compare=False, default=False)  # its time has passed and it has not happened
    state: str = field(compare=False, default="")

    @property
    def label(self) -> str:
        """What happens then."""
        return str(LABELS[self.lane])

    def day_in(self, zone: str) -> date:
        """The day on a calendar of the zone; what has no time stays on its day wherever one looks from."""
        return self.at.astimezone(ZoneInfo(settings.TIME_ZONE if self.is_all_day else zone)).date()


@dataclass(frozen=True, slots=True)
class Reach:
    """Which sections are looked at; None: every one."""

    sections: frozenset[str] | None = None

    def narrowed(self, section: str) -> "Reach":
        """To one section of those."""
        return Reach(frozenset({section}) & (self.sections if self.sections is not None else {section}))

    def within(self, path: str) -> Q:
        """The rows whose section, at ``path``, is one of them."""
        if self.sections is None:
            return Q()
        return Q(**{f"{path}section__in": Section.objects.filter(slug__in=self.sections)})


def entries(start: datetime, end: datetime, reach: Reach, now: datetime | None = None) -> list[Entry]:
    """Everything from ``start`` up to, not including, ``end``, in order."""
    now = now or timezone.now()
    found = chain(
        _assignments(start, end, reach, now),
        _publications(start, end, reach, now),
        _embargoes(start, end, reach),
        _expiries(start, end, reach, now),
        _second_looks(start, end, reach),
    )
    return sorted(found)


def _entry(
    lane: Lane, at: datetime, article: Article, text: Revision | None, zone: str, **more: bool
) -> Entry:
    return Entry(
        at=at.astimezone(UTC),
        rank=list(Lane).index(lane),
        lane=lane,
        key=article.pk,
        title=(text.headline if text else "") or article.slug,
        section=article.section.slug,
        section_name=article.section.name,
        zone=zone or settings.TIME_ZONE,
        article=article.pk,
        revision=text.pk if text else None,
        language=article.language,
        state=text.state if text else "",
        **more,
    )


def _assignments(start: datetime, end: datetime, reach: Reach, now: datetime) -> Iterator[Entry]:
    open_ones = (
        Assignment.objects.filter(
            reach.within(""), state=Assignment.State.OPEN, due_at__gte=start, due_at__lt=end
        )
        .select_related("section", "article")
        .order_by("due_at", "id")[:MOST]
    )
    for assignment in open_ones:
        if assignment.due_at is None:
            continue
        yield Entry(
            at=assignment.due_at.astimezone(UTC),
            rank=0,
            lane=Lane.DUE,
            key=assignment.pk,
            title=assignment.title,
            section=assignment.section.slug,
            section_name=assignment.section.name,
            zone=assignment.due_zone or settings.TIME_ZONE,
            article=assignment.article_id,
            assignment=assignment.pk,
            language=assignment.article.language if assignment.article else "",
            is_late=assignment.is_overdue(now),
        )


def _publications(start: datetime, end: datetime, reach: Reach, now: datetime) -> Iterator[Entry]:
    scheduled = (
        Revision.objects.filter(
            reach.within("article__"),
            state=Revision.State.SCHEDULED,
            publish_at__gte=start,
            publish_at__lt=end,
        )
        .select_related("article__section")
        .defer("body")
        .order_by("publish_at", "id")[:MOST]
    )
    for text in scheduled:
        if text.publish_at is not None:
            late = text.publish_at <= now
            yield _entry(Lane.PUBLISHES, text.publish_at, text.article, text, text.publish_zone, is_late=late)


def _embargoes(start: datetime, end: datetime, reach: Reach) -> Iterator[Entry]:
    for article in _read(Article.objects.filter(embargo_until__gte=start, embargo_until__lt=end), reach):
        if article.embargo_until is not None:
            yield _entry(Lane.EMBARGO, article.embargo_until, article, _text(article), article.embargo_zone)


def _expiries(start: datetime, end: datetime, reach: Reach, now: datetime) -> Iterator[Entry]:
    ending = Article.objects.filter(withdrawn_at=None, expires_at__gte=start, expires_at__lt=end)
    for article in _read(ending, reach):
        if article.expires_at is not None:
            late = article.expires_at <= now and article.is_published
            yield _entry(
                Lane.EXPIRES, article.expires_at, article, _text(article), article.expires_zone, is_late=late
            )


def _second_looks(start: datetime, end: datetime, reach: Reach) -> Iterator[Entry]:
    days = Article.objects.published().filter(
        review_on__gte=timezone.localdate(start), review_on__lt=_day_after(end)
    )
    for article in _read(days, reach):
        if article.review_on is not None and start <= (at := first_moment(article.review_on)) < end:
            yield _entry(Lane.LOOK_AGAIN, at, article, _text(article), "", is_all_day=True)


def first_moment(day: date, zone: str = "") -> datetime:
    """When the day begins in the zone, else in the site's."""
    return datetime.combine(day, time(), ZoneInfo(zone or settings.TIME_ZONE))


def _day_after(end: datetime) -> date:
    return timezone.localdate(end) + timedelta(days=1)


def _read(articles: QuerySet[Article], reach: Reach) -> QuerySet[Article]:
    working = Revision.objects.working().defer("body")
    return (
        articles.filter(reach.within(""))
        .select_related("section", "live")
        .defer("live__body")
        .prefetch_related(Prefetch("revisions", working, to_attr="working_texts"))
        .order_by("id")[:MOST]
    )


def _text(article: Article) -> Revision | None:
    working: list[Revision] = article.working_texts  # type: ignore[attr-defined]
    return article.live or (working[0] if working else None)
