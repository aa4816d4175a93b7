"""A large archive, made up but realistic: words as rare as in a language, matters with words of their own, and running stories
with their names. Written straight into the tables, as the desk's verbs would take a day for it."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from django.db import connection

from articles.models import Article
from newsroom.testing.behind import triggers_off
from related.asking import postings
from related.profile import Profile
from related.terms import TERMS_KEPT, Terms

COMMON_WORDS, MATTERS, MATTER_WORDS, STORY_NAMES = 30_000, 400, 80, 6
ARTICLES_OF_A_STORY = 12
MINUTES_APART = 4  # an archive of 100,000 is nine months


class Writer:
    """Writes articles; the same seed writes the same."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = np.random.default_rng(seed)

    def terms(self, number: int, articles: int) -> Terms:
        """What the article of that number says."""
        chance = self.chance
        story = max(0, number // ARTICLES_OF_A_STORY - int(chance.integers(0, 200)))
        matter = (story * 2_654_435_761) % MATTERS
        length = int(np.clip(chance.lognormal(5.0, 0.5), 40, 600))
        common = np.minimum(chance.zipf(1.15, length * 11 // 20), COMMON_WORDS)
        own = np.minimum(chance.zipf(1.3, length * 6 // 20), MATTER_WORDS)
        names = chance.integers(0, STORY_NAMES, max(3, length * 2 // 20))
        counts: dict[str, float] = {}
        for kind, found in (("w", common), (f"m{matter}x", own), (f"s{story}x", names)):
            for word, count in zip(*np.unique(found, return_counts=True), strict=True):
                counts[f"{kind}{word}"] = float(count)
        for word in (f"m{matter}x{int(own[0])}", f"s{story}x{int(names[0])}", f"s{story}x{int(names[1])}"):
            counts[word] = counts.get(word, 0.0) + 3
        kept = sorted(counts, key=lambda word: (-counts[word], word))[:TERMS_KEPT]
        return Terms(tuple(kept), tuple(counts[word] for word in kept), tuple(kept), sum(counts.values()))


def fill(template: Article, articles: int) -> list[int]:
    """Put that many published articles into the tables, copies of ``template`` with words of their own; their ids."""
    with triggers_off("articles_article", "articles_revision"), connection.cursor() as cursor:
        known = _columns(cursor, "articles_article")
        own = {
            "slug": "slug || n",
            "published_at": _at(articles),
            "updated_at": _at(articles),
            "related_at": "now()",
            "live_id": "NULL",
        }
        cursor.execute(
            f"INSERT INTO articles_article ({_listed(known)}) SELECT {_listed(known, own)}"  # noqa: S608
            " FROM articles_article, generate_series(1, %s) AS n WHERE id = %s RETURNING id",
            [articles, template.pk],
        )
        ids = sorted(row[0] for row in cursor.fetchall())
        known = _columns(cursor, "articles_revision")
        cursor.execute(
            f"INSERT INTO articles_revision ({_listed(known)}) SELECT {_listed(known, {'article_id': 'n'})}"  # noqa: S608
            " FROM articles_revision, unnest(%s::bigint[]) AS n WHERE id = %s",
            [ids, template.live_id],
        )
        cursor.execute(
            "UPDATE articles_article a SET live_id = r.id FROM articles_revision r"
            " WHERE r.article_id = a.id AND a.id = ANY(%s)",
            [ids],
        )
    return ids


def word(ids: list[int], writer: Writer) -> None:
    """Give the articles their words, and the term table its rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname = 'related_term_postings'")
        index = cursor.fetchall()
        cursor.execute("DROP INDEX related_term_postings")
        for start in range(0, len(ids), 5_000):
            rows = [
                (pk, writer.terms(at, len(ids))) for at, pk in enumerate(ids[start : start + 5_000], start)
            ]
            _copy(
                cursor,
                "related_wording (article_id, stems, counts, spellings, length, tags, listed_at, is_filled)",
                _wordings(rows),
            )
            _copy(cursor, "related_term (article_id, word, weight)", _terms(rows))
        for _name, definition in index:
            cursor.execute(definition)
        cursor.execute("ANALYZE related_term, related_wording, articles_article")


def _at(articles: int) -> str:
    """The last one is the newest, as its number is the highest."""
    return f"now() - ({articles} - n) * interval '{MINUTES_APART} minutes'"


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name <> 'id'"
        " AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [row[0] for row in cursor.fetchall()]


def _listed(columns: list[str], own: Mapping[str, str] | None = None) -> str:
    return ", ".join((own or {}).get(name, name) for name in columns)


def _copy(cursor: Any, into: str, rows: Iterator[tuple[object, ...]]) -> None:
    with cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _wordings(rows: list[tuple[int, Terms]]) -> Iterator[tuple[object, ...]]:
    for pk, terms in rows:
        yield (
            pk, list(terms.stems), list(terms.counts), list(terms.spellings), terms.length, [],
            "2026-01-01 00:00:00+00", False,
        )  # fmt: skip


def _terms(rows: list[tuple[int, Terms]]) -> Iterator[tuple[object, ...]]:
    for pk, terms in rows:
        profile = Profile(pk, None, terms)  # type: ignore[arg-type]
        for stem, weight in postings(profile).items():
            yield pk, stem, weight
