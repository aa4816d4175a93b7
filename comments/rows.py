"""The comments of a page, each with its author and with what the viewer needs to know of it: one query, whatever the page.

Written as SQL: a page takes the first replies of each of its branches at once (LATERAL), which the query builder cannot say.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from accounts.models import User
from comments import paths
from comments.models import Comment
from comments.paths import AFTER_ALL
from comments.sorting import Mark, Sort

_COMMENT = [
    field.attname for field in Comment._meta.concrete_fields if field.name not in ("text", "submission")
]
_PERSON = [field.attname for field in User._meta.concrete_fields if field.name != "password"]
_PARENT = ["id", "state", "deleted_at", "author_id", "path"]

# What is known of each comment in ``shown (id, head, rank, part)``.
_KNOWN = f"""
SELECT {", ".join(f"c.{name}" for name in _COMMENT)}, {", ".join(f"u.{name}" for name in _PERSON)},
  {", ".join(f"p.{name}" for name in _PARENT)}, {", ".join(f"pu.{name}" for name in _PERSON)},
  shown.head, shown.rank, shown.part,
  v.value,
  EXISTS (SELECT FROM articles_byline b JOIN articles_author a ON a.id = b.author_id
          WHERE b.article_id = c.article_id AND a.user_id = c.author_id),
  CASE WHEN c.author_id = %(viewer)s AND c.state IN ('rejected', 'removed') THEN
    (SELECT e.words FROM moderation_decision d LEFT JOIN moderation_evidence e ON e.decision_id = d.id
     WHERE d.kind = 'comments.comment' AND d.object_id = c.id ORDER BY d.object_version DESC LIMIT 1) END
FROM shown
JOIN comments_comment c ON c.id = shown.id
JOIN accounts_user u ON u.id = c.author_id
LEFT JOIN comments_comment p ON p.id = c.parent_id
LEFT JOIN accounts_user pu ON pu.id = p.author_id
LEFT JOIN comments_vote v ON v.comment_id = c.id AND v.person_id = %(viewer)s
ORDER BY shown.part, {{order}}c.path
"""  # noqa: S608 — names of columns and nothing else

_HEAD = "c.article_id = %(article)s AND c.root_id IS NULL AND c.is_listed"
_PICKED = (
    "c.article_id = %(article)s AND c.picked_at IS NOT NULL AND c.state = 'approved' AND c.deleted_at IS NULL"
)
# What the viewer wrote here and others do not see.
_OWN = """
(SELECT c.id, NULL::bigint AS head, NULL AS rank, 'own' AS part FROM comments_comment c
 WHERE c.author_id = %(viewer)s AND c.article_id = %(article)s AND NOT (c.state = 'approved')
   AND c.deleted_at IS NULL
 ORDER BY c.id DESC LIMIT %(own)s)
"""


class Row:
    """One comment of a page. ``head`` is the id of the branch that it stands in, ``part`` why it is on the page."""

    __slots__ = ("by_author", "comment", "head", "part", "rank", "reason", "vote")

    def __init__(self, values: Sequence[Any]) -> None:
        at = 0
        comment, at = _made(Comment, _COMMENT, values, at)
        comment.author, at = _made(User, _PERSON, values, at)
        parent, at = _made(Comment, _PARENT, values, at)
        person, at = _made(User, _PERSON, values, at)
        if comment.parent_id is not None:
            parent.author = person
            comment.parent = parent
        else:
            comment.parent = None
        self.comment: Comment = comment
        self.head, self.rank, self.part, vote, self.by_author, reason = values[at:]
        self.vote: int = vote or 0
        self.reason: str = reason or ""


def _made(model: type[Model], names: list[str], values: Sequence[Any], at: int) -> tuple[Any, int]:
    end = at + len(names)
    return model.from_db(connection.alias, names, values[at:end]), end


def page(
    article_id: int, viewer_id: int | None, sort: Sort, mark: Mark | None, *, heads: int, cap: int, own: int
) -> list[Row]:
    """One page of a thread: ``heads`` + 1 branches below the mark, each with at most ``cap`` + 1 replies; on the first
    page also what the viewer wrote and others do not see, at most ``own``. Editors' picks stand alone.
    """
    order, below = ("", ">") if sort is Sort.OLDEST else (" DESC", "<")
    ranked = "c.id" if sort.column == "id" else f"c.{sort.column}"
    place = f"({ranked}, c.id) {below} (%(rank)s, %(id)s)" if mark else "TRUE"
    which = _PICKED if sort is Sort.PICKS else _HEAD
    heads_sql = f"""
      SELECT c.id, c.path, {ranked} AS rank FROM comments_comment c WHERE {which} AND {place} {{unmoved}}
      ORDER BY {ranked}{order}, c.id{order} LIMIT %(heads)s"""  # noqa: S608 — names of columns
    if sort.is_moving and mark:
        heads_sql = f"""
      SELECT * FROM (
        ({heads_sql.format(unmoved="AND c.id <> ALL (ARRAY(SELECT comment_id FROM earlier))")})
        UNION ALL
        SELECT c.id, c.path, earlier.{sort.column} FROM earlier JOIN comments_comment c ON c.id = earlier.comment_id
        WHERE {_HEAD} AND (earlier.{sort.column}, c.id) < (%(rank)s, %(id)s)
      ) either ORDER BY rank DESC, id DESC LIMIT %(heads)s"""  # noqa: S608
    else:
        heads_sql = heads_sql.format(unmoved="")
    replies = (
        ""
        if sort is Sort.PICKS
        else """
      UNION ALL
      (SELECT r.id FROM comments_comment r
       WHERE r.article_id = %(article)s AND r.is_listed AND r.path > h.path AND r.path < h.path || %(after_all)s
       ORDER BY r.path LIMIT %(cap)s)"""
    )
    with_own = "" if mark or not viewer_id else f"UNION ALL {_OWN}"
    query = f"""
WITH earlier AS MATERIALIZED (
  SELECT DISTINCT ON (comment_id) comment_id, best, reply_count FROM comments_earlierrank
  WHERE article_id = %(article)s AND until > %(as_of)s ORDER BY comment_id, until, id
), heads AS MATERIALIZED ({heads_sql}),
shown AS MATERIALIZED (
  SELECT below.id, h.id AS head, h.rank, 'talk' AS part
  FROM heads h CROSS JOIN LATERAL (SELECT h.id AS id {replies}) below
  {with_own}
)
{_KNOWN.format(order=f"shown.rank{order} NULLS LAST, shown.head{order}, ")}"""  # noqa: S608
    return _rows(
        query,
        article_id,
        viewer_id,
        rank=mark.rank if mark else None,
        id=mark.id if mark else None,
        as_of=mark.time if mark else "infinity",
        heads=heads + 1,
        cap=cap + 1,
        own=own,
    )


def branch(article_id: int, viewer_id: int | None, head_id: int, after: str, *, length: int) -> list[Row]:
    """The beginning of a branch, and below it ``length`` + 1 replies from behind the path ``after`` on."""
    query = f"""
WITH head AS (SELECT c.id, c.path FROM comments_comment c WHERE c.id = %(head)s AND {_HEAD}),
shown AS MATERIALIZED (
  SELECT head.id, head.id AS head, NULL AS rank, 'head' AS part FROM head
  UNION ALL
  (SELECT r.id, head.id, NULL, 'talk' FROM head JOIN comments_comment r ON r.article_id = %(article)s AND r.is_listed
     AND r.path > greatest(head.path, %(after)s COLLATE "C") AND r.path < head.path || %(after_all)s
   ORDER BY r.path LIMIT %(length)s)
)
{_KNOWN.format(order="")}"""  # noqa: S608 — no value in it
    return _rows(query, article_id, viewer_id, head=head_id, after=after, length=length + 1)


def surroundings(
    comment: Comment, viewer_id: int | None, above: list[int], *, before: int, after: int
) -> list[Row]:
    """A comment with all that it stands below, ``before`` of what is said before it in its branch, ``after`` behind it."""
    head = above[0] if above else comment.pk
    query = f"""
WITH shown AS MATERIALIZED (
  SELECT c.id, %(head)s::bigint AS head, NULL AS rank, 'talk' AS part FROM (
    SELECT unnest(%(chain)s::bigint[]) AS id
    UNION
    (SELECT r.id FROM comments_comment r WHERE r.article_id = %(article)s AND r.is_listed
       AND r.path > %(start)s AND r.path < %(path)s ORDER BY r.path DESC LIMIT %(before)s)
    UNION
    (SELECT r.id FROM comments_comment r WHERE r.article_id = %(article)s AND r.is_listed
       AND r.path > %(path)s AND r.path < %(start)s || %(after_all)s ORDER BY r.path LIMIT %(after)s)
  ) c
)
{_KNOWN.format(order="")}"""  # noqa: S608 — no value in it
    return _rows(
        query,
        comment.article_id,
        viewer_id,
        head=head,
        chain=[*above, comment.pk],
        start=paths.root_of(comment.path),
        path=comment.path,
        before=before + 1,
        after=after + 1,
    )


def _rows(query: str, article_id: int, viewer_id: int | None, **more: Any) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"article": article_id, "viewer": viewer_id, "after_all": AFTER_ALL, **more})
        return [Row(values) for values in cursor.fetchall()]
