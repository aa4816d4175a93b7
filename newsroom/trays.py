"""The lists of the first page. Each is one query, keeps to the sections where the person reads texts, and is short."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles.admin.assignments import assignments_for
from articles.admin.reading import READ, sections_of_texts
from articles.assigning import ASSIGN
from articles.models import Assignment, Revision
from feeds.health import needs_in_words
from feeds.health.needing import any_unseen, by_need
from feeds.models import Feed
from moderation.models import Decision
from moderation.reach import sections_of
from newsroom.navigation import desk_address

SHOWN = 8  # rows of a list; more is a list of its own, behind the heading's link
STALE = timedelta(days=7)
RECENT = timedelta(days=30)  # overrides that a publisher still wants to see
S = Revision.State
WRITTEN = (S.DRAFT, S.CHANGES_REQUESTED)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a title that leads to its place, a word about its state, a time and what goes with it."""

    title: str
    url: str
    note: str = ""
    at: datetime | None = None
    detail: str = ""
    is_alarming: bool = False
    language: str = ""


@dataclass(frozen=True)
class Tray:
    """One list of the page. ``empty`` is said where it has no rows; ``more`` leads to all of them."""

    title: str
    lines: list[Line]
    empty: str
    more: str = ""

    @property
    def has_more(self) -> bool:
        """Whether there may be rows that are not shown."""
        return bool(self.more) and len(self.lines) == SHOWN


def trays_for(person: User, now: datetime | None = None) -> list[Tray]:
    """What this person has to do with, the pressing first."""
    now = now or timezone.now()
    trays: list[Tray] = []
    if person.has_perm(READ):
        texts = Revision.objects.filter(article__section__in=sections_of_texts(person))
        trays += [_assigned(person, now), _drafts(person, texts)]
        if person.has_perm("articles.approve_revision"):
            trays.append(_to_review(person))
        trays += [
            _sent(person, texts),
            _ready(texts),
            _scheduled(texts),
            _under_embargo(texts, now),
            _out_today(texts, now),
            _stale(person, texts, now),
        ]
        if person.has_perm(ASSIGN):
            trays.append(_due(person, now))
        if person.has_perm("articles.override_approval"):
            trays.append(_overrides(texts, now))
    if person.has_perm("feeds.view_feed"):
        trays.append(_troubled_feeds(now))
    return trays


def _assigned(person: User, now: datetime) -> Tray:
    mine = assignments_for(person).filter(assignee=person, state=Assignment.State.OPEN)
    lines = [
        _assignment(given, now) for given in mine.order_by(F("due_at").asc(nulls_last=True), "pk")[:SHOWN]
    ]
    return Tray(
        _("Assigned to me"),
        lines,
        _("Nothing is assigned to you."),
        reverse("desk:assignments") + "?show=mine",
    )


def _due(person: User, now: datetime) -> Tray:
    """What others are to deliver within a day, or should have by now."""
    reach = sections_of(person, frozenset({ASSIGN}))
    due = assignments_for(person).filter(state=Assignment.State.OPEN, due_at__lt=now + timedelta(days=1))
    if reach is not None:
        due = due.filter(section__slug__in=reach)
    others = due.exclude(assignee=person).order_by("due_at")
    lines = [_assignment(given, now) for given in others[:SHOWN]]
    return Tray(_("Due from others"), lines, _("Nothing is due within a day."), reverse("desk:assignments"))


def _drafts(person: User, texts: QuerySet[Revision]) -> Tray:
    own = texts.filter(Q(changed_by=person) | Q(opened_by=person), state__in=WRITTEN).order_by("-changed_at")
    lines = [_line(text, note=_state(text), at=text.changed_at) for text in _few(own)]
    return Tray(_("My drafts"), lines, _("You have nothing in the making."), _list("whose=mine&state=draft"))


def _to_review(person: User) -> Tray:
    """What the person may approve: in review where the role approves, and not the person's own words."""
    reach = sections_of(person, frozenset({"articles.approve_revision"}))
    waiting = Revision.objects.filter(state=S.IN_REVIEW).exclude(changed_by=person)
    if reach is not None:
        waiting = waiting.filter(article__section__slug__in=reach)
    few = _few(waiting.order_by("article__urgency", "changed_at"))
    lines = [_line(text, note=str(text.changed_by or _("The wire")), at=text.changed_at) for text in few]
    return Tray(
        _("Waiting for my review"),
        lines,
        _("No text waits for you."),
        reverse("moderation:queue") + "?kind=articles.revision",
    )


def _sent(person: User, texts: QuerySet[Revision]) -> Tray:
    submitted = Decision.objects.filter(by=person, kind="articles.revision", name="submit").values(
        "object_id"
    )
    sent = texts.filter(pk__in=submitted, state=S.IN_REVIEW).order_by("-changed_at")
    lines = [_line(text, at=text.changed_at) for text in _few(sent)]
    return Tray(_("Sent for review"), lines, _("Nothing of yours is with a reviewer."))


def _ready(texts: QuerySet[Revision]) -> Tray:
    approved = texts.filter(state=S.APPROVED).order_by("approved_at")
    lines = [
        _line(text, note=_("approved by %(who)s") % {"who": text.approved_by}, at=text.approved_at)
        for text in _few(approved)
    ]
    return Tray(
        _("Approved, not yet out"), lines, _("Everything that was approved is out."), _list("state=approved")
    )


def _scheduled(texts: QuerySet[Revision]) -> Tray:
    due = texts.filter(state=S.SCHEDULED).order_by("publish_at")
    lines = [_line(text, note=text.publish_zone, at=text.publish_at) for text in _few(due)]
    return Tray(_("Scheduled"), lines, _("Nothing is scheduled."), _list("state=scheduled"))


def _under_embargo(texts: QuerySet[Revision], now: datetime) -> Tray:
    held = texts.filter(state__in=Revision.WORKING, article__embargo_until__gt=now).order_by(
        "article__embargo_until"
    )
    lines = [_line(text, note=_state(text), at=text.article.embargo_until) for text in _few(held)]
    return Tray(_("Under embargo"), lines, _("No text is under embargo."), _list("watch=embargo"))


def _out_today(texts: QuerySet[Revision], now: datetime) -> Tray:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    out = texts.filter(
        live_of__isnull=False, live_of__withdrawn_at=None, live_of__published_at__gte=midnight
    ).order_by("-live_of__published_at")
    lines = [_line(text, at=text.article.published_at) for text in _few(out)]
    return Tray(_("Published today"), lines, _("Nothing went out yet today."), _list("state=published"))


def _stale(person: User, texts: QuerySet[Revision], now: datetime) -> Tray:
    """Drafts that nobody touched for a week: the person's own; everybody's for who may edit any."""
    reach = sections_of(person, frozenset({"articles.edit_any_revision"}))
    lying = texts.filter(state__in=WRITTEN, changed_at__lt=now - STALE).order_by("changed_at")
    if reach is not None:
        own = Q(changed_by=person) | Q(opened_by=person)
        lying = lying.filter(own | Q(article__section__slug__in=reach))
    lines = [
        _line(text, note=str(text.changed_by or _("The wire")), at=text.changed_at) for text in _few(lying)
    ]
    return Tray(_("Untouched for a week"), lines, _("No draft is lying about."))


def _overrides(texts: QuerySet[Revision], now: datetime) -> Tray:
    recent = texts.filter(approval_overridden=True, approved_at__gt=now - RECENT).order_by("-approved_at")
    lines = [_line(text, note=str(text.approved_by), at=text.approved_at) for text in _few(recent)]
    return Tray(
        _("Approved without a second person"),
        lines,
        _("Two people saw everything of the last thirty days."),
        _list("watch=override"),
    )


def _troubled_feeds(now: datetime) -> Tray:
    """The feeds that fail or have an alarm that nobody has seen yet, with their words."""
    troubled = by_need(
        Feed.objects.filter(any_unseen() | Q(health=Feed.Health.FAILING)).select_related("source")
    )
    lines = [
        Line(
            str(feed),
            desk_address(feed),
            at=feed.last_error_at if feed.health == Feed.Health.FAILING else feed.last_item_at,
            detail=needs_in_words(feed, now),
            is_alarming=True,
        )
        for feed in troubled[:SHOWN]
    ]
    more = reverse("admin:feeds_feed_changelist") + "?state=needs"
    return Tray(_("Feeds in trouble"), lines, _("Every feed answers."), more)


def _few(texts: QuerySet[Revision]) -> QuerySet[Revision]:
    return texts.select_related("article__section", "approved_by", "changed_by").defer("body")[:SHOWN]


def _line(text: Revision, note: str = "", at: datetime | None = None) -> Line:
    return Line(
        text.headline,
        desk_address(text.article),
        note=note,
        at=at,
        detail=text.article.section.name,
        language=text.article.language,
    )


def _assignment(given: Assignment, now: datetime) -> Line:
    over = given.is_overdue(now)
    who = str(given.assignee) if given.assignee_id else _("Nobody yet")
    return Line(
        given.title,
        reverse("desk:assignment", args=[given.pk]),
        note=_("overdue, %(who)s") % {"who": who} if over else who,
        at=given.due_at,
        detail=given.section.name,
        is_alarming=over,
    )


def _state(text: Revision) -> str:
    return str(text.get_state_display())


def _list(query: str) -> str:
    return f"{reverse('admin:articles_article_changelist')}?{query}"
