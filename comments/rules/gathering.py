"""What the rules need to know of a comment beside its text: one query, whatever the rules."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from articles.models import Article
from comments.models import Breaker, Comment
from comments.rules.fingerprints import groups_in
from comments.rules.kinds.new_author import MOST_COMMENTS
from comments.rules.kinds.rate import MOST_KNOWN
from comments.rules.subject import Alike, Subject, Text

# Keys of word groups and links are kept so long: what returns later is no campaign.
REMEMBERED = timedelta(days=3)
MOST_ALIKE = 200

# The newest of those with a key in common; a phrase of the season is in many.
_ALIKE = """
SELECT coalesce(jsonb_agg(jsonb_build_array(comment_id, author_id, article_id, campaign, shared, links, size)), '[]')
FROM (
    SELECT comment_id, author_id, article_id, campaign,
        (SELECT count(*) FROM unnest(keys) AS key WHERE key & 1 = 0 AND key = ANY(%(keys)s::bigint[])) AS shared,
        (SELECT count(*) FROM unnest(keys) AS key WHERE key & 1 = 1 AND key = ANY(%(keys)s::bigint[])) AS links,
        (SELECT count(*) FROM unnest(keys) AS key WHERE key & 1 = 0) AS size
    FROM comments_screening
    WHERE keys && %(keys)s::bigint[] AND at BETWEEN %(begin)s AND %(now)s AND comment_id <> %(comment)s
    ORDER BY at DESC LIMIT %(most_alike)s
) AS alike
"""
_FACTS = f"""
SELECT (SELECT stamp FROM comments_rulestamp ORDER BY id LIMIT 1),
    (SELECT count(*) FROM (
        SELECT FROM comments_comment
        WHERE author_id = %(author)s AND id < %(comment)s AND state = 'approved' AND deleted_at IS NULL
        LIMIT %(most_approved)s) AS few),
    ARRAY(SELECT created_at FROM comments_comment
        WHERE author_id = %(author)s AND id < %(comment)s ORDER BY id DESC LIMIT %(most_earlier)s),
    ({_ALIKE}),
    (SELECT jsonb_build_object('id', id, 'kind', kind, 'minutes', minutes, 'ends_at', ends_at, 'why', why)
        FROM comments_breaker
        WHERE article_id = %(article)s AND state = 'acting' AND ends_at > %(now)s LIMIT 1),
    (SELECT max(created_at) FROM comments_comment
        WHERE author_id = %(author)s AND id < %(comment)s AND article_id = %(article)s)
"""  # noqa: S608 — composed of constants


@dataclass(frozen=True, slots=True)
class Gathered:
    """The comment as rules see it, under which stamp, and what the thread's heat breaker asks for."""

    subject: Subject
    keys: tuple[int, ...]
    stamp: UUID | None = None
    breaker: Breaker | None = None
    last_here: datetime | None = None  # when the author wrote under this article before


def gather(comment: Comment, article: Article, keys: list[int], now: datetime) -> Gathered:
    """One query. ``keys`` are those of its text: see fingerprints."""
    with connection.cursor() as cursor:
        cursor.execute(
            _FACTS,
            {
                "author": comment.author_id,
                "comment": comment.pk,
                "article": article.pk,
                "keys": keys,
                "begin": now - REMEMBERED,
                "now": now,
                "most_alike": MOST_ALIKE,
                "most_approved": MOST_COMMENTS,
                "most_earlier": MOST_KNOWN,
            },
        )
        stamp, approved, earlier, alike, breaker, last_here = cursor.fetchone()
    subject = Subject(
        text=Text(comment.text),
        at=now,
        article_id=article.pk,
        section_id=article.section_id or 0,
        language=article.language,
        author_id=comment.author_id,
        approved_before=approved,
        joined_at=comment.author.date_joined,
        earlier=tuple(earlier),
        alike=_alike(alike, keys),
    )
    return Gathered(subject, tuple(keys), stamp, _breaker(breaker, article), last_here)


def _alike(told: Any, keys: list[int]) -> tuple[Alike, ...]:
    rows = json.loads(told) if isinstance(told, str) else told
    own = groups_in(keys)
    return tuple(
        Alike(comment, author, article, shared / max(1, min(size, own)), links, campaign)
        for comment, author, article, campaign, shared, links, size in rows
    )


def _breaker(told: Any, article: Article) -> Breaker | None:
    facts = json.loads(told) if isinstance(told, str) else told
    if not facts:
        return None
    facts["ends_at"] = datetime.fromisoformat(facts["ends_at"])
    return Breaker(article=article, state=Breaker.State.ACTING, **facts)
