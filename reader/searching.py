"""Full-text search of the published articles, newest first, a page at a time."""

from dataclasses import dataclass
from html import unescape

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe

from articles.finding import DOCUMENT, clean, questions
from articles.models import Article
from reader.cards import CARD_COLUMNS, Card, card
from reader.rolls import Roll, roll

LIKE_ENOUGH = 0.2  # trigram similarity; below it titles have nothing to do with one another
# Characters for private use mark the hits, since no text of ours holds them (the sanitiser keeps none).
HIT, END = "\ue000", "\ue001"

QUERY = "(websearch_to_tsquery('simple', %s) || websearch_to_tsquery('english', %s))"


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that answers a question, and the words around what was found."""

    card: Card
    snippet: SafeString


def _snippets(articles: list[int], query: str) -> dict[int, str]:
    if not articles:
        return {}
    options = (
        f"StartSel={HIT}, StopSel={END}, MaxWords=34, MinWords=18, MaxFragments=2, FragmentDelimiter= … "
    )
    plain = "standfirst || ' ' || regexp_replace(body, '<[^>]*>', ' ', 'g')"
    select = f"SELECT article_id, ts_headline('english', {plain}, {QUERY}, %s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{select} FROM articles_revision WHERE article_id = ANY(%s) AND state = 'live'",
            [*questions(query), options, articles],
        )
        return dict(cursor.fetchall())


def _marked(snippet: str) -> SafeString:
    """The snippet escaped, with its hits in <mark>; pieces of markup at its ends are dropped."""
    text = unescape(" ".join(strip_tags(snippet).split()))
    return mark_safe(escape(text).replace(HIT, "<mark>").replace(END, "</mark>"))  # noqa: S308 — escaped first


def search(query: str, before: str = "") -> tuple[list[Hit], Roll]:
    """The articles that answer ``query`` (as on the web: quotes, or, minus). Two queries. Raises BadMark."""
    matching = RawSQL(  # noqa: S611 — constants; the question is a parameter
        f"SELECT id FROM articles_revision WHERE state = 'live' AND {DOCUMENT} @@ {QUERY}",  # noqa: S608 — as above
        questions(query),
    )
    found = roll(Article.objects.filter(live__in=matching), before)
    snippets = _snippets([card.id for card in found.cards], query)
    return [Hit(card, _marked(snippets.get(card.id, card.deck))) for card in found.cards], found


def nearest(words: str, length: int = 5) -> list[Card]:
    """The articles whose headlines are most like ``words`` (of an address that leads nowhere). One query."""
    near = (
        Article.objects.filter(live__isnull=False, withdrawn_at=None)
        .annotate(likeness=TrigramSimilarity("live__headline", clean(words)))
        .filter(likeness__gt=LIKE_ENOUGH)
        .order_by("-likeness", "-published_at")
        .values(*CARD_COLUMNS)
    )
    return [card(row) for row in near[:length]]
