"""Which published articles share telling terms with one: a bounded search over the term table, in one query.

Bounded means: whatever the size of the archive, a term reads at most its ``POSTINGS`` newest articles, and only the
``TERMS_ASKED`` most telling terms are asked for.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from articles.models import Article
from common.words import base_language
from related.models import Link, Term
from related.ranking import Found, Neighbour
from related.terms import Weighted

TERMS_ASKED = 30
POSTINGS = 2000  # newest articles read for one term
FREQUENCY_CAP = 5000  # above it a term is counted no further: it tells little
CANDIDATES = 100  # that the ranking looks at more closely
COUNT_EXACTLY_BELOW = 10_000  # articles; above it the planner's estimate is good enough

_SEARCH = """
    WITH asked AS MATERIALIZED (
        SELECT * FROM unnest(%(words)s::text[], %(weights)s::float8[]) AS t(word, weight)
    ), archive AS MATERIALIZED (
        SELECT greatest(1, CASE WHEN reltuples > %(exact)s THEN reltuples ELSE (
            SELECT count(*) FROM articles_article WHERE live_id IS NOT NULL AND withdrawn_at IS NULL
        ) END) AS size FROM pg_class WHERE oid = 'articles_article'::regclass
    ), counted AS MATERIALIZED (
        -- How telling a term is: BM25's idf, kept above 0 for a small archive, on counts that stop at the cap.
        SELECT word, weight, (
            SELECT count(*) FROM (SELECT 1 FROM related_term t WHERE t.word = asked.word LIMIT %(cap)s) AS seen
        ) AS frequency FROM asked
    ), telling AS MATERIALIZED (
        SELECT word, weight, greatest(0.1, ln(1 + greatest(0, size - frequency + 0.5) / (frequency + 0.5))) AS idf
        FROM counted, archive
    ), chosen AS MATERIALIZED (
        SELECT * FROM telling ORDER BY weight * idf DESC, word LIMIT %(asked)s
    ), scored AS MATERIALIZED (
        SELECT posting.article_id, sum(chosen.weight * chosen.idf * posting.weight) AS score
        FROM chosen CROSS JOIN LATERAL (
            SELECT article_id, weight FROM related_term t
            WHERE t.word = chosen.word ORDER BY article_id DESC LIMIT %(postings)s
        ) AS posting
        WHERE posting.article_id <> %(article)s
        GROUP BY posting.article_id
    )
    SELECT NULL::bigint AS id, word, idf, NULL::bigint AS source, NULL::timestamptz AS published FROM telling
    UNION ALL (
        SELECT a.id, NULL, scored.score, a.source_id, a.published_at
        FROM scored JOIN articles_article a ON a.id = scored.article_id
        WHERE a.live_id IS NOT NULL AND a.withdrawn_at IS NULL
            AND lower(split_part(replace(a.language, '_', '-'), '-', 1)) = %(language)s
            AND NOT a.id = ANY(%(banned)s)
        ORDER BY scored.score DESC, a.id DESC LIMIT %(candidates)s
    )
"""


def search(article: Article, terms: Sequence[Weighted]) -> Found:
    """Published articles of the same language that share telling terms and were not banned here. Three queries."""
    banned = list(Link.objects.filter(article=article, is_banned=True).values_list("target", flat=True))
    parameters: dict[str, Any] = {
        "words": [term.stem for term in terms],
        "weights": [term.weight for term in terms],
        "article": article.pk,
        "language": base_language(article.language),
        "banned": banned,
        "exact": COUNT_EXACTLY_BELOW,
        "cap": FREQUENCY_CAP,
        "asked": TERMS_ASKED,
        "postings": POSTINGS,
        "candidates": CANDIDATES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH, parameters)
        rows = cursor.fetchall()
    idf = {word: weight for _, word, weight, _, _ in rows if word is not None}
    found = [(id_, source, published) for id_, _, _, source, published in rows if id_ is not None]
    terms_by_article = _terms([id_ for id_, _, _ in found])
    return Found(
        [Neighbour(id_, source, at, terms_by_article.get(id_, {})) for id_, source, at in found], idf
    )


def _terms(articles: Sequence[int]) -> dict[int, dict[str, float]]:
    found: dict[int, dict[str, float]] = {}
    rows = Term.objects.filter(article__in=articles).values_list("article_id", "word", "weight")
    for article, word, weight in rows:
        found.setdefault(article, {})[word] = weight
    return found
