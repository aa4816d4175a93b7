"""Full-text search over live and working texts, by two indexes of the same expression."""

import re

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from articles.models import Article, Section

QUERY_LENGTH = 200  # characters; longer is no question

# The very expression of both indexes (articles 0006, reader 0001); PostgreSQL uses them for no other.
DOCUMENT = (
    "(setweight(to_tsvector('simple', headline), 'A')"
    " || setweight(to_tsvector('english', headline || ' ' || standfirst), 'B')"
    " || setweight(to_tsvector('english', body), 'C'))"
)
# As on the web (quotes, or, minus); the last word may still be in the making.
QUERY = (
    "(websearch_to_tsquery('simple', %s) || websearch_to_tsquery('english', %s) || to_tsquery('simple', %s))"
)
LIVE = "state = 'live'"
WORKING = "state IN ('draft', 'in_review', 'changes_requested', 'approved', 'scheduled')"

_WORD = re.compile(r"\w+")
_OPERATOR = re.compile(r'["-]|\bor\b', re.IGNORECASE)


def matching(articles: QuerySet[Article], words: str, drafts_of: QuerySet[Section]) -> QuerySet[Article]:
    """Those of ``articles`` that answer ``words``: by what readers see, in the sections ``drafts_of`` by drafts too."""
    question = clean(words)
    if not question:
        return articles
    drafts = Q(pk__in=_articles(WORKING, question), section__in=drafts_of)
    return articles.filter(Q(pk__in=_articles(LIVE, question)) | drafts)


def clean(words: str) -> str:
    """The question without what no text holds (NUL breaks the database), cut to ``QUERY_LENGTH``."""
    return " ".join(words.replace("\0", " ").split())[:QUERY_LENGTH]


def _articles(states: str, question: str) -> RawSQL:
    return RawSQL(  # noqa: S611 — constants; the question is a parameter
        f"SELECT article_id FROM articles_revision WHERE {states} AND {DOCUMENT} @@ {QUERY}",  # noqa: S608 — as above
        [*questions(question), _beginning(question)],
    )


def questions(question: str) -> list[str]:
    """The question for each dictionary. With a minus one must do: what the other calls by another stem is not excluded."""
    return ["" if _OPERATOR.search(question) else question, question]


def _beginning(question: str) -> str:
    """All words, the last one as the beginning of a word; none where the question uses quotes, or, minus."""
    words = [] if _OPERATOR.search(question) else _WORD.findall(question)
    return " & ".join([*words[:-1], f"{words[-1]}:*"]) if words else ""
