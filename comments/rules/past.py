"""Comments of the past as rules would have seen them then: what is known of an author is counted up to each of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from comments.models import Comment, RuleStamp
from comments.rules.asking import keys_of
from comments.rules.fingerprints import groups_in
from comments.rules.gathering import REMEMBERED
from comments.rules.kinds.new_author import MOST_COMMENTS
from comments.rules.kinds.rate import MOST_KNOWN
from comments.rules.subject import Alike, Subject, Text
from comments.scoring.using import score_under

MOST_BEFORE = 20  # earlier comments of one author that a repetition is looked for in

_AUTHORS = """
SELECT asked.id,
    (SELECT count(*) FROM (SELECT FROM comments_comment AS c
        WHERE c.author_id = asked.author AND c.id < asked.id AND c.state = 'approved' AND c.deleted_at IS NULL
        LIMIT %(most_approved)s) AS few),
    ARRAY(SELECT c.created_at FROM comments_comment AS c
        WHERE c.author_id = asked.author AND c.id < asked.id ORDER BY c.id DESC LIMIT %(most_earlier)s)
FROM unnest(%(comments)s::bigint[], %(authors)s::bigint[]) AS asked (id, author)
"""


def subjects_of(batch: Sequence[Comment], looks_at: frozenset[str]) -> Iterator[tuple[Comment, Subject]]:
    """Each comment as it was seen then; only the facts in ``looks_at`` are asked for, each once for the batch."""
    authors = _authors(batch) if "author" in looks_at else {}
    alike = _repeated(batch) if "alike" in looks_at else {}
    stamp = (
        RuleStamp.objects.order_by("pk").values_list("stamp", flat=True).first()
        if "score" in looks_at
        else None
    )
    for comment in batch:
        approved, earlier = authors.get(comment.pk, (0, ()))
        yield (
            comment,
            Subject(
                text=Text(comment.text),
                at=comment.created_at,
                article_id=comment.article_id,
                section_id=comment.article.section_id or 0,
                language=comment.article.language,
                author_id=comment.author_id,
                approved_before=approved,
                joined_at=comment.author.date_joined,
                earlier=tuple(earlier),
                alike=alike.get(comment.pk, ()),
                score=score_under(stamp, comment.text) if "score" in looks_at else None,
            ),
        )


def _authors(batch: Sequence[Comment]) -> dict[int, tuple[int, list[datetime]]]:
    facts: dict[str, Any] = {
        "comments": [comment.pk for comment in batch],
        "authors": [comment.author_id for comment in batch],
        "most_approved": MOST_COMMENTS,
        "most_earlier": MOST_KNOWN,
    }
    with connection.cursor() as cursor:
        cursor.execute(_AUTHORS, facts)
        return {number: (approved, earlier) for number, approved, earlier in cursor.fetchall()}


def _repeated(batch: Sequence[Comment]) -> dict[int, tuple[Alike, ...]]:
    """The author's own comments of the days before each, and how much they share."""
    if not batch:
        return {}
    moments = [comment.created_at for comment in batch]
    around = Comment.objects.filter(
        author__in={comment.author_id for comment in batch},
        created_at__gte=min(moments) - REMEMBERED,
        created_at__lte=max(moments),
        deleted_at=None,
    )
    written: dict[int, list[tuple[int, datetime, int, frozenset[int]]]] = defaultdict(list)
    for number, author, at, article, text in around.order_by("pk").values_list(
        "pk", "author", "created_at", "article", "text"
    ):
        written[author].append((number, at, article, frozenset(keys_of(text))))
    found = {}
    for comment in batch:
        own = next(
            (keys for number, _at, _article, keys in written[comment.author_id] if number == comment.pk), None
        )
        before = [
            one
            for one in written[comment.author_id]
            if one[0] < comment.pk and one[1] > comment.created_at - REMEMBERED
        ]
        found[comment.pk] = tuple(
            _alike(one, own or frozenset(), comment.author_id)
            for one in before[-MOST_BEFORE:]
            if own and own & one[3]
        )
    return found


def _alike(one: tuple[int, datetime, int, frozenset[int]], own: frozenset[int], author: int) -> Alike:
    number, _at, article, keys = one
    shared = own & keys
    smaller = max(1, min(groups_in(own), groups_in(keys)))
    return Alike(number, author, article, groups_in(shared) / smaller, len(shared) - groups_in(shared))
