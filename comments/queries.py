"""The read model of a thread: what this viewer sees of it, as a tree."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from articles.talk.access import Access, access_of
from comments import editing, paths, rows
from comments.labels import Labels
from comments.models import Comment, Vote
from comments.rows import Row
from comments.sorting import Mark, Sort, as_of_now

BRANCHES = 20  # beginnings of branches on one page: with their replies some ten screens of a phone
REPLIES = 2  # of each branch on such a page: whether a talk is worth following shows in its first answers
FURTHER = 40  # replies that come at once when somebody goes on reading a branch
BEFORE, AFTER = 4, 20  # said before and after a comment in its branch, on the comment's own page
OWN = 5  # of one's own that others do not see; all of them stand on one's own page

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
    vote: int = 0  # the viewer's: 1, -1, or 0
    may_vote: bool = False
    may_pick: bool = False
    is_marked: bool = False  # the one that the page is about
    shows_own: bool = False  # in the viewer's own block: not in the talk
    more: int = 0  # visible replies that are not on this page
    after: str = ""  # where they begin
    replies: list["Entry"] = field(default_factory=list)
    labels: Labels = field(default_factory=Labels)
    key: str = ""  # its number for addresses, which no locale groups
    anchor: str = ""  # its id on the page: a tombstone may stand in the talk for what the own block shows

    def __post_init__(self) -> None:
        self.key = str(self.comment.pk)
        self.anchor = f"{'own' if self.shows_own and not self.is_marked else 'comment'}-{self.key}"

    @property
    def head(self) -> int:
        """Where its branch begins."""
        return self.comment.root_id or self.comment.pk

    @property
    def is_gone(self) -> bool:
        """A tombstone: it stands there only because others answered it."""
        return not self.is_shown and not self.shows_own

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
    access: Access
    count: int
    entries: list[Entry]
    own: list[Entry] = field(default_factory=list)
    next: str = ""
    is_first: bool = True
    section: str = ""  # its slug: what holds for a reader may hold there alone
    sort: Sort = Sort.BEST

    @property
    def is_open(self) -> bool:
        return self.access.is_open

    @property
    def is_reviewed(self) -> bool:
        return self.access.is_reviewed

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """Each order: its name, its words, whether this page is in it."""
        return [(sort.value, str(sort.label), sort is self.sort) for sort in Sort]


def thread(article: Article, viewer: Viewer, sort: Sort = Sort.BEST, mark: Mark | None = None) -> Thread:
    """The branches below the mark in that order, each with its first replies. One query, whatever the thread's length."""
    as_of = mark.as_of if mark else as_of_now(timezone.now())
    found = rows.page(article.pk, viewer.pk, sort, mark, heads=BRANCHES, cap=REPLIES, own=OWN)
    talk = [row for row in found if row.part == "talk"]
    heads = list(dict.fromkeys(row.head for row in talk))
    following = ""
    if len(heads) > BRANCHES:
        last = next(row for row in talk if row.head == heads[BRANCHES - 1])
        following = str(Mark(last.rank, last.head, as_of))
        talk = [row for row in talk if row.head in heads[:BRANCHES]]
    reading = _Reading(article, viewer)
    own = [reading.entry(row, shows_own=True) for row in found if row.part == "own"]
    return Thread(
        article_id=article.pk,
        access=access_of(article),
        count=article.comment_count,
        entries=reading.branches(talk, REPLIES),
        own=own,
        next=following,
        is_first=mark is None,
        sort=sort,
        section=article.section_slug,
    )


def branch(article: Article, viewer: Viewer, head: Comment, after: str) -> Thread:
    """A branch alone: its beginning, and the replies from behind the path ``after`` on. One query."""
    found = rows.branch(article.pk, viewer.pk, head.pk, after, length=FURTHER)
    entries = _Reading(article, viewer).branches(found, FURTHER)
    if entries and after:  # how many stand before it is not known here
        entries[0].more = 0
    return _part(article, entries)


def surroundings(comment: Comment, viewer: Viewer) -> Thread:
    """A comment in its context: all that it stands below, what was said shortly before it, and what follows. One query."""
    article, above = comment.article, paths.above(comment.path)
    found = rows.surroundings(comment, viewer.pk, above, before=BEFORE, after=AFTER)
    before = [row for row in found if row.comment.path < comment.path and row.comment.pk not in above]
    after = [row for row in found if row.comment.path > comment.path]
    left_out = [*before[:-BEFORE], *after[AFTER:]]
    entries = _Reading(article, viewer, comment.pk).tree(row for row in found if row not in left_out)
    if after[AFTER:]:
        entries[0].after = after[AFTER - 1].comment.path
    return _part(article, entries)


def _part(article: Article, entries: list[Entry]) -> Thread:
    return Thread(
        article.pk,
        access_of(article),
        article.comment_count,
        entries,
        is_first=False,
        section=article.section_slug,
    )


def judged(comment: Comment, viewer: Viewer) -> Entry:
    """A comment as its buttons need it after a vote. One query, for the vote."""
    vote = Vote.objects.filter(comment=comment, person=viewer.pk).values_list("value", flat=True).first()
    may_vote = comment.is_visible and comment.author_id != viewer.pk
    return Entry(
        comment,
        is_own=False,
        is_by_author=False,
        is_shown=True,
        may_edit=False,
        vote=vote or 0,
        may_vote=may_vote,
    )


class _Reading:
    """Rows become what one viewer sees."""

    def __init__(self, article: Article, viewer: Viewer, marked: int = 0) -> None:
        self.article, self.viewer, self.marked = article, viewer, marked
        self.now: datetime = timezone.now()
        self.labels = Labels()
        self.is_open = access_of(article).is_open
        # Asked of staff alone: the roles of a reader are none, and a query.
        self.picks = bool(
            viewer.is_authenticated and viewer.is_staff and viewer.has_perm("comments.pick_comment", article)
        )

    def entry(self, row: Row, *, shows_own: bool = False) -> Entry:
        comment = row.comment
        comment.article = self.article
        is_own = comment.author_id == self.viewer.pk and comment.deleted_at is None
        is_shown = comment.is_visible
        return Entry(
            comment=comment,
            is_own=is_own,
            is_by_author=row.by_author,
            is_shown=is_shown,
            may_edit=is_own and editing.is_editable(comment, self.viewer, self.now),
            reason=row.reason if is_own else "",
            vote=row.vote,
            may_vote=is_shown and self.is_open and self.viewer.is_authenticated and not is_own,
            may_pick=is_shown and self.picks,
            is_marked=comment.pk == self.marked,
            shows_own=shows_own or (is_own and not is_shown and comment.pk == self.marked),
            labels=self.labels,
        )

    def branches(self, found: Sequence[Row], most: int) -> list[Entry]:
        """Each beginning with at most ``most`` of the replies that came, and how many there are besides."""
        roots = []
        for head in dict.fromkeys(row.head for row in found):
            part = [row for row in found if row.head == head]
            kept, beyond = part[: most + 1], part[most + 1 :]
            entries = self.tree(kept)
            if beyond:
                root = entries[0]
                shown = sum(row.comment.is_visible for row in kept[1:])
                root.more, root.after = root.comment.reply_count - shown, kept[-1].comment.path
            roots += entries
        return roots

    def tree(self, found: Iterable[Row]) -> list[Entry]:
        """Each below the nearest one above it on this page. Who answers somebody else than that one says whom."""
        roots: list[Entry] = []
        line: list[Entry] = []  # from a root to the entry before
        for entry in map(self.entry, found):
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
