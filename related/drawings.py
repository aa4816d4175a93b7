"""When what is telling is drawn anew, and from which articles.

An old archive is drawn once a month, a young one whenever it has doubled. Every list is made anew after it, by the sweep,
while readers keep what stands there.
"""

import sys
from datetime import datetime

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from common.words import base_language
from related.drawing import LEAST_ARTICLES, draw
from related.models import Drawing, Wording
from related.packing import packed
from related.profile import Profile
from related.rebuilding import mark_lists
from related.terms import Terms

READ = 20_000  # articles of a drawing, the newest
DRAWINGS_KEPT = 2  # of a language: lists that are being made finish with the one they began with


def draw_due(now: datetime) -> int:
    """Draw for each language where it is time; returns for how many."""
    due = [language for language, number in _archives() if _is_due(language, number, now)]
    for language in due:
        draw_now(language)
    return len(due)


def draw_now(language: str) -> Drawing:
    """Draw from the language's newest articles, and let every list be made anew."""
    telling = draw([_profile(row) for row in _newest(language)])
    with transaction.atomic():
        drawing = Drawing.objects.create(
            language=language, documents=telling.documents, packed=packed(telling)
        )
        known = Drawing.objects.filter(language=language).order_by("-id")
        old = list(known.values_list("pk", flat=True)[DRAWINGS_KEPT:])
        Drawing.objects.filter(pk__in=old).delete()
    mark_lists()
    return drawing


def draw_all() -> int:
    """Draw for every language that has articles enough, whenever it was drawn last; returns for how many."""
    large = [language for language, number in _archives() if number >= LEAST_ARTICLES]
    for language in large:
        draw_now(language)
    return len(large)


def _archives() -> list[tuple[str, int]]:
    numbers: dict[str, int] = {}
    rows = Wording.objects.values("article__language").annotate(number=Count("pk"))
    for language, number in rows.values_list("article__language", "number"):
        numbers[base_language(language)] = numbers.get(base_language(language), 0) + number
    return sorted(numbers.items())


def _is_due(language: str, number: int, now: datetime) -> bool:
    known = Drawing.objects.filter(language=language).order_by("-id").defer("packed").first()
    if known is None:
        return number >= LEAST_ARTICLES
    drawn, today = timezone.localtime(known.drawn_at), timezone.localtime(now)
    is_old = (drawn.year, drawn.month) != (today.year, today.month)
    return is_old or min(number, READ) >= 2 * known.documents


def _newest(language: str) -> QuerySet[Wording]:
    rows = Wording.objects.filter(article__language__istartswith=language).select_related("article")
    return rows.order_by("-article")[:READ]


def _profile(row: Wording) -> Profile:
    stems = tuple(
        sys.intern(stem) for stem in row.stems
    )  # one object for a word, however many articles have it
    at = row.article.published_at or row.article.created_at
    return Profile(row.pk, at, Terms(stems, tuple(row.counts), (), row.length), tags=frozenset(row.tags))
