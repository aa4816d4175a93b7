"""The desk's first page, "My work": what waits for this person, and what is about to happen. Every list is short."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Revision
from feeds.models import Feed
from moderation.models import Decision
from moderation.proofs import waiting
from moderation.reach import cards_for
from newsroom.navigation import desk_address

SHOWN = 8  # rows of a list; more is a list of its own, behind the heading's link
WRITTEN = (Revision.State.DRAFT, Revision.State.CHANGES_REQUESTED)


@dataclass(frozen=True, slots=True)
class Heap:
    """What waits of one kind, and since when."""

    label: Any
    url: str
    number: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a title that leads to its place, a word about its state, a time and what goes with it."""

    title: str
    url: str
    note: str = ""
    at: datetime | None = None
    detail: str = ""
    is_alarming: bool = False


@dataclass(frozen=True)
class Tray:
    """One list of the page. ``empty`` is said where it has no rows."""

    title: str
    lines: list[Line]
    empty: str
    more: str = ""


def my_work(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add the person's work to the theme's context of the first page."""
    person = request.user
    assert isinstance(person, User)  # noqa: S101 — the admin lets nobody else in
    may_write = person.has_perm("articles.view_revision")
    heaps = _heaps(person) if person.has_perm("moderation.view_queue") else None
    trays: list[Tray] = []
    if may_write:
        trays += [_drafts(person), _sent(person), _ready(), _scheduled()]
    if person.has_perm("feeds.view_feed"):
        trays.append(_troubled_feeds())
    return {**context, "title": _("My work"), "heaps": heaps, "trays": trays}


def _heaps(person: User) -> list[Heap]:
    rows = (
        waiting(person).order_by().values_list("kind").annotate(number=Count("pk"), oldest=Min("created_at"))
    )
    found = {kind: (number, oldest) for kind, number, oldest in rows}
    address = reverse("moderation:queue")
    return [
        Heap(card.label, f"{address}?kind={card.kind}", *found.get(card.kind, (0, None)))
        for card in cards_for(person)
    ]


def _drafts(person: User) -> Tray:
    mine = Revision.objects.filter(changed_by=person, state__in=WRITTEN).order_by("-changed_at")
    return Tray(
        _("My drafts"),
        [_line(revision, note=_state(revision), at=revision.changed_at) for revision in _few(mine)],
        _("You have nothing in the making."),
    )


def _sent(person: User) -> Tray:
    submitted = Decision.objects.filter(by=person, kind="articles.revision", name="submit").values(
        "object_id"
    )
    sent = Revision.objects.filter(pk__in=submitted, state=Revision.State.IN_REVIEW).order_by("-changed_at")
    lines = [_line(revision, at=revision.changed_at) for revision in _few(sent)]
    return Tray(_("Sent for review"), lines, _("Nothing of yours is with a reviewer."))


def _ready() -> Tray:
    approved = Revision.objects.filter(state=Revision.State.APPROVED).order_by("approved_at")
    lines = [
        _line(
            revision, note=_("approved by %(who)s") % {"who": revision.approved_by}, at=revision.approved_at
        )
        for revision in _few(approved)
    ]
    return Tray(_("Approved, not yet out"), lines, _("Everything that was approved is out."))


def _scheduled() -> Tray:
    due = Revision.objects.filter(state=Revision.State.SCHEDULED).order_by("publish_at")
    lines = [_line(revision, note=revision.publish_zone, at=revision.publish_at) for revision in _few(due)]
    return Tray(_("Scheduled"), lines, _("Nothing is scheduled."))


def _troubled_feeds() -> Tray:
    troubled = Feed.objects.filter(health=Feed.Health.FAILING).order_by("-failures", "pk")[:SHOWN]
    lines = [
        Line(str(feed), desk_address(feed), at=feed.last_error_at, detail=feed.last_error, is_alarming=True)
        for feed in troubled
    ]
    return Tray(_("Feeds in trouble"), lines, _("Every feed answers."))


def _few(revisions: "QuerySet[Revision]") -> Iterable[Revision]:
    return revisions.select_related("article__section", "approved_by").defer("body")[:SHOWN]


def _line(revision: Revision, note: str = "", at: datetime | None = None) -> Line:
    return Line(
        revision.headline,
        desk_address(revision.article),
        note=note,
        at=at,
        detail=revision.article.section.name,
    )


def _state(revision: Revision) -> str:
    return str(revision.get_state_display())
