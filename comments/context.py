"""What stands around a comment that waits: its neighbours in the thread, and what became of the same words before."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from accounts.models import User
from comments.models import Comment
from comments.wording_key import KEY
from moderation.reason_codes import labels

BEFORE, AFTER = 2, 1  # neighbours that are shown
NEAR = 20  # rows of the thread that are looked at for them: where all wait, nobody is shown
PAST = 3  # earlier decisions on the same words

_NEIGHBOURS = f"""
SELECT c.id, n.id, n.place FROM comments_comment c CROSS JOIN LATERAL (
    (SELECT id, -row_number() OVER (ORDER BY path DESC) AS place FROM (
        SELECT id, path, state, deleted_at FROM comments_comment b
        WHERE b.article_id = c.article_id AND b.is_listed AND b.path < c.path ORDER BY b.path DESC LIMIT {NEAR}) AS above
     WHERE state = 'approved' AND deleted_at IS NULL AND id IS DISTINCT FROM c.parent_id
     ORDER BY path DESC LIMIT {BEFORE})
    UNION ALL
    (SELECT id, row_number() OVER (ORDER BY path) FROM (
        SELECT id, path, state, deleted_at FROM comments_comment b
        WHERE b.article_id = c.article_id AND b.is_listed AND b.path > c.path ORDER BY b.path LIMIT {NEAR}) AS below
     WHERE state = 'approved' AND deleted_at IS NULL ORDER BY path LIMIT {AFTER})
) AS n WHERE c.id = ANY(%s) ORDER BY c.id, n.place
"""  # noqa: S608 — composed of constants

# "+ 0": else the newest comments of all are read one by one until twenty have the words, which is to say all of them.
_PAST = f"""
SELECT c.id, p.id, p.state, d.reason_code, d.by_id, d.deputy, d.at FROM comments_comment c
CROSS JOIN LATERAL (
    SELECT id, state FROM comments_comment p
    WHERE {KEY.format("p.text")} = {KEY.format("c.text")} AND p.deleted_at IS NULL AND p.id <> c.id
    ORDER BY p.id + 0 DESC LIMIT {NEAR}) AS p
CROSS JOIN LATERAL (
    SELECT reason_code, by_id, deputy, at FROM moderation_decision
    WHERE kind = 'comments.comment' AND object_id = p.id ORDER BY object_version DESC LIMIT 1) AS d
WHERE c.id = ANY(%s) AND c.deleted_at IS NULL AND p.state <> 'pending' ORDER BY c.id, d.at DESC
"""  # noqa: S608 — composed of constants


@dataclass(frozen=True, slots=True)
class Past:
    """One decision on the same words."""

    comment_id: int
    state: str
    reason: str
    who: str
    at: datetime


@dataclass
class Context:
    """What a moderator sees beside the comment."""

    before: list[Comment] = field(default_factory=list)
    after: list[Comment] = field(default_factory=list)
    past: list[Past] = field(default_factory=list)


def context_of(comments: Sequence[Comment]) -> dict[int, Context]:
    """The context of each; at most five queries, however many there are."""
    found: dict[int, Context] = defaultdict(Context)
    if comments:
        numbers = [comment.pk for comment in comments]
        _set_neighbours(found, numbers)
        _set_past(found, numbers)
    return found


def _set_neighbours(found: dict[int, Context], numbers: list[int]) -> None:
    rows = _ask(_NEIGHBOURS, numbers)
    comments = Comment.objects.select_related("author").in_bulk({row[1] for row in rows}) if rows else {}
    for number, neighbour, place in rows:
        around = found[number].before if place < 0 else found[number].after
        if neighbour in comments:
            around.append(comments[neighbour])


def _set_past(found: dict[int, Context], numbers: list[int]) -> None:
    rows = _ask(_PAST, numbers)
    if not rows:
        return
    people = User.objects.in_bulk({row[4] for row in rows if row[4]})
    names = labels()
    for number, comment, state, code, by, deputy, at in rows:
        past = found[number].past
        if len(past) < PAST:
            who = str(people[by]) if by in people else deputy
            label = str(Comment.State(state).label)
            past.append(Past(comment, label, names.get(code, code) if code else "", who, at))


def _ask(query: str, numbers: list[int]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, [numbers])
        return list(cursor.fetchall())
