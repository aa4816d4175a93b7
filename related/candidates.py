"""Which published articles share telling terms with one: a bounded search over the term table, in one query.

Bounded means: whatever the size of the archive, few terms are asked for, and a term reads at most its newest articles.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection

from articles.models import Article
from common.words import base_language
from related.asking import CANDIDATES, POSTINGS, asked
from related.models import Link
from related.profile import Profile
from related.telling import Telling
from related.terms import Terms

# What language, bans and sensitive content take away is made up for by looking at twice as many.
FOUND = CANDIDATES * 2

# As text: a hundred arrays are split in a quarter of the time in which they are read.
_COLUMNS = (
    "a.id, a.published_at, array_to_string(w.stems, ' '), array_to_string(w.counts, ' '), w.length,"
    " a.source_id, w.tags, a.story_id"
)
_SPELLINGS = "array_to_string(w.spellings, ' ')"  # of the subject alone: its list is explained in its words
_SEARCH = f"""
    WITH asked AS MATERIALIZED (
        SELECT * FROM unnest(%(stems)s::text[], %(worths)s::float8[]) AS t(stem, worth)
    ), scored AS MATERIALIZED (
        SELECT posting.article_id, sum(asked.worth * posting.weight) AS score
        FROM asked CROSS JOIN LATERAL (
            SELECT article_id, weight FROM related_term t
            WHERE t.word = asked.stem ORDER BY article_id DESC LIMIT %(postings)s
        ) AS posting
        WHERE posting.article_id <> %(article)s
        GROUP BY posting.article_id
        ORDER BY score DESC, article_id DESC LIMIT %(found)s
    )
    SELECT {_COLUMNS}, ''
    FROM scored JOIN articles_article a ON a.id = scored.article_id JOIN related_wording w ON w.article_id = a.id
    WHERE a.live_id IS NOT NULL AND a.withdrawn_at IS NULL
        AND (a.embargo_until IS NULL OR a.embargo_until <= now())
        AND (NOT a.is_sensitive OR %(sensitive)s)
        AND lower(split_part(replace(a.language, '_', '-'), '-', 1)) = %(language)s
        AND NOT a.id = ANY(%(banned)s)
    ORDER BY scored.score DESC, a.id DESC LIMIT %(candidates)s
"""  # noqa: S608 — the columns are our own
_PROFILES = f"""
    SELECT {_COLUMNS}, {_SPELLINGS} FROM articles_article a JOIN related_wording w ON w.article_id = a.id
    WHERE a.id = ANY(%(articles)s)
"""  # noqa: S608


def search(
    article: Article, profile: Profile, telling: Telling, *, all_of_them: bool = False
) -> list[Profile]:
    """Published articles of the same language that share telling terms and were not banned here. Two queries.

    Sensitive content is found beside sensitive content only. ``all_of_them`` are those that may want to know of the article,
    whatever it shows itself.
    """
    terms = asked(profile, telling)
    if not terms:
        return []
    banned = list(Link.objects.filter(article=article, is_banned=True).values_list("target", flat=True))
    return _profiles(
        _SEARCH,
        {
            "stems": [term.stem for term in terms],
            "worths": [term.worth for term in terms],
            "article": article.pk or 0,
            "language": base_language(article.language),
            "sensitive": all_of_them or article.is_sensitive,
            "banned": [] if all_of_them else banned,
            "postings": POSTINGS,
            "found": FOUND,
            "candidates": CANDIDATES,
        },
    )


def profiles(articles: Collection[int]) -> list[Profile]:
    """What is stored of these. One query."""
    return _profiles(_PROFILES, {"articles": list(articles)}) if articles else []


def _profiles(sql: str, parameters: dict[str, Any]) -> list[Profile]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [_profile(row) for row in cursor.fetchall()]


def _profile(row: Iterable[Any]) -> Profile:
    number, published, stems, counts, length, source, tags, story, spellings = row
    terms = Terms(
        tuple(stems.split(" ")) if stems else (),
        tuple(map(float, counts.split(" "))) if counts else (),
        tuple(spellings.split(" ")) if spellings else (),
        length,
    )
    return Profile(number, published, terms, source, frozenset(tags), story or 0)
