"""How much of a text stands in another: runs of words in common, whatever stands between them."""

import re
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q

from articles.models import Article, Revision
from common.html import plain_text

RUN = 6  # words in a row: fewer are chance
HEADLINE_LIKE = 0.45  # trigram similarity from which texts are compared
SAME_HEADLINE = 0.85
CANDIDATES = 5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Like:
    """Another article, how alike the headlines are, and which part of our text stands in it (both 0 to 1)."""

    article: Article
    headline: str
    headlines: float
    shared: float


def shared(text: str, other: str) -> float:
    """Which part of ``text`` stands in ``other``, in runs of ``RUN`` words."""
    ours, theirs = _runs(text), _runs(other)
    return len(ours & theirs) / len(ours) if ours else 0.0


def likes_of(revision: Revision) -> list[Like]:
    """The live texts whose headlines come near, or that come from the same original. Two queries at most."""
    article = revision.article
    others = (
        Revision.objects.filter(state=Revision.State.LIVE, article__withdrawn_at=None)
        .exclude(article=article.pk)
        .select_related("article__section", "article__source")
    )
    near = Q(headline__trigram_similar=revision.headline)
    if article.original_url:
        near |= Q(article__original_url=article.original_url)
    alike = others.filter(near).annotate(alike=TrigramSimilarity("headline", revision.headline))
    ours = plain_text(revision.body)
    found = [
        Like(other.article, other.headline, float(other.alike), shared(ours, plain_text(other.body)))
        for other in alike.order_by("-alike")[:CANDIDATES]
        if other.alike >= HEADLINE_LIKE or other.article.original_url == article.original_url != ""
    ]
    return sorted(found, key=lambda like: -max(like.shared, like.headlines))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
