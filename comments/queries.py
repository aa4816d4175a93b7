"""The read model of a thread: what this viewer sees of it, in reading order, as a tree."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone

from accounts.models import User
from articles.models import Article, Byline
from comments import editing
from comments.counting import VISIBLE
from comments.models import Comment
from comments.paths import AFTER_ALL
from moderation.models import Decision

SHOWN = 60  # comments of one page: some ten screens of a phone; the rest has pages of its own

Viewer = User | AnonymousUser


@dataclass(slots=True)
class Entry:
    """One comment as the viewer sees it, with the replies below it."""

    comment: Comment
    is_own: bool
    is_by_author: bool
    is_shown: bool  # to everybody
    may_edit: bool
    reason: str = ""  # why it was not taken; for its author alone
    answers: str = ""  # whom it answers, where the place in the tree does not say it
    replies: list["Entry"] = field(default_factory=list)

    @property
    def is_gone(self) -> bool:
        """A tombstone: it stands there only because others answered it."""
        return not self.is_shown and not self.is_own

    @property
    def is_deleted(self) -> bool:
        return self.comment.deleted_at is not None

    @property
    def state(self) -> str:
        return str(self.comment.state)


@dataclass(frozen=True, slots=True)
class Thread:
    """A page of a thread. ``next`` is where the next page begins (empty: there is none)."""

    article_id: int
    mode: str
    count: int
    entries: list[Entry]
    next: str = ""
    is_first: bool = True
    section: str = ""  # its slug: what holds for a reader may hold there alone

    @property
    def is_open(self) -> bool:
        return self.mode != Article.CommentsMode.CLOSED

    @property
    def is_reviewed(self) -> bool:
        return self.mode == Article.CommentsMode.PREMODERATED


def thread(article: Article, viewer: Viewer, start: str = "") -> Thread:
    """The comments from the path ``start`` on, oldest first: a talk is read in the order in which it was held.

    One query; one more for a viewer whose own comment was not taken, for the reason.
    """
    rows = list(_rows(article, viewer, start)[: SHOWN + 1])
    following = rows[SHOWN].path if len(rows) > SHOWN else ""
    entries = _entries(rows[:SHOWN], viewer)
    return Thread(
        article_id=article.pk,
        mode=article.comments_mode,
        count=article.comment_count,
        entries=_tree(entries),
        next=following,
        is_first=not start,
        section=article.section_slug,
    )


def _rows(article: Article, viewer: Viewer, start: str) -> QuerySet[Comment]:
    below = Comment.objects.filter(
        VISIBLE,
        article=OuterRef("article"),
        path__gt=OuterRef("path"),
        path__lt=Concat(OuterRef("path"), Value(AFTER_ALL)),
    )
    seen = VISIBLE | Q(Exists(below))
    if viewer.is_authenticated:
        seen |= Q(author=viewer, deleted_at=None)
    by_author = Byline.objects.filter(article=OuterRef("article"), author__user=OuterRef("author"))
    rows = Comment.objects.filter(seen, article=article)
    if start:
        rows = rows.filter(path__gte=start)
    return (
        rows.select_related("author", "parent__author")
        .defer("text", "parent__text", "parent__html")
        .annotate(by_author=Exists(by_author))
        .order_by("path")
    )


def _entries(rows: Iterable[Comment], viewer: Viewer) -> list[Entry]:
    now = timezone.now()
    entries = [_entry(row, viewer, now) for row in rows]
    refused = [
        entry.comment.pk
        for entry in entries
        if entry.is_own and entry.state in (Comment.State.REJECTED, Comment.State.REMOVED)
    ]
    if refused:
        reasons = _reasons(refused)
        for entry in entries:
            entry.reason = reasons.get(entry.comment.pk, "")
    return entries


def _entry(comment: Comment, viewer: Viewer, now: datetime) -> Entry:
    is_own = comment.author_id == viewer.pk and comment.deleted_at is None
    return Entry(
        comment=comment,
        is_own=is_own,
        is_by_author=getattr(comment, "by_author", False),
        is_shown=comment.is_visible,
        may_edit=editing.is_editable(comment, viewer, now),
    )


def _reasons(comment_ids: list[int]) -> dict[int, str]:
    """The words of the newest decision on each."""
    decisions = (
        Decision.objects.filter(kind=Comment._meta.label_lower, object_id__in=comment_ids)
        .order_by("object_id", "-object_version")
        .distinct("object_id")
    )
    return {
        object_id: words or "" for object_id, words in decisions.values_list("object_id", "evidence__words")
    }


def _tree(entries: list[Entry]) -> list[Entry]:
    """Each below the nearest one above it on this page. Who answers somebody else than that one says whom."""
    roots: list[Entry] = []
    line: list[Entry] = []  # from a root to the entry before
    for entry in entries:
        while line and not _is_below(entry, line[-1]):
            line.pop()
        (line[-1].replies if line else roots).append(entry)
        parent = entry.comment.parent
        if parent is not None and parent.is_visible and (not line or line[-1].comment.pk != parent.pk):
            entry.answers = str(parent.author)
        line.append(entry)
    return roots


def _is_below(entry: Entry, other: Entry) -> bool:
    return entry.comment.path.startswith(other.comment.path) and entry.comment.pk != other.comment.pk


def is_on_first_page(comment: Comment, viewer: Viewer) -> bool:
    """Whether the viewer finds it below the article, or only further on."""
    before = _rows(comment.article, viewer, "").filter(path__lt=comment.path)
    return before.order_by()[:SHOWN].count() < SHOWN
