"""Full-text search over live and working texts, by two indexes of the same expression."""

import re

from django.db.models import QuerySet
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
LIVE = f"SELECT article_id FROM articles_revision WHERE state = 'live' AND {DOCUMENT} @@ {QUERY}"  # noqa: S608 — constants
WORKING = "('draft', 'in_review', 'changes_requested', 'approved', 'scheduled')"
DRAFTS = (
    "SELECT articles_revision.article_id FROM articles_revision"  # noqa: S608 — constants
    " JOIN articles_article ON articles_article.id = articles_revision.article_id"
    f" WHERE state IN {WORKING} AND {DOCUMENT} @@ {QUERY} AND articles_article.section_id = ANY(%s)"
)

_WORD = re.compile(r"\w+")
_OPERATOR = re.compile(r'["-]|\bor\b', re.IGNORECASE)


def matching(articles: QuerySet[Article], words: str, drafts_of: QuerySet[Section]) -> QuerySet[Article]:
    """Those of ``articles`` that answer ``words``: by what readers see, in the sections ``drafts_of`` by drafts too."""
    question = clean(words)
    if not question:
        return articles
    # One list of keys, from both indexes: two conditions joined by "or" would look at every article.
    asked = [*questions(question), _beginning(question)]
    sections = list(drafts_of.values_list("pk", flat=True))
    return articles.filter(pk__in=RawSQL(f"{LIVE} UNION {DRAFTS}", [*asked, *asked, sections]))  # noqa: S611 — constants


def clean(words: str) -> str:
    """The question without what no text holds (NUL breaks the database), cut to ``QUERY_LENGTH``."""
    return " ".join(words.replace("\0", " ").split())[:QUERY_LENGTH]


def questions(question: str) -> list[str]:
    """The question for each dictionary. With a minus one must do: what the other calls by another stem is not excluded."""
    return ["" if _OPERATOR.search(question) else question, question]


def _beginning(question: str) -> str:
    """All words, the last one as the beginning of a word; none where the question uses quotes, or, minus."""
    words = [] if _OPERATOR.search(question) else _WORD.findall(question)
    return " & ".join([*words[:-1], f"{words[-1]}:*"]) if words else ""
