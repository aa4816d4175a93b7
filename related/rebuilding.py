"""Making every list anew: the rows are marked as waiting, and the sweep does the rest. Readers keep the old lists."""

from collections.abc import Callable

from django.db.models import Max

from articles.models import Article
from related.models import Wording

MARKED_AT_ONCE = 2000  # rows of one UPDATE, so that no publication waits for long


def mark_all() -> None:
    """Let every article that has or had a live text be read anew and wait for its list."""
    _mark(lambda some: Article.objects.filter(live__isnull=False, **some).update(related_at=None))


def mark_lists() -> None:
    """Let every list wait to be made anew from what is stored: what is telling has changed."""
    _mark(lambda some: Wording.objects.filter(**some).update(listed_at=None))


def waiting() -> int:
    """How many articles and lists wait; counted on partial indexes."""
    articles = Article.objects.filter(live__isnull=False, related_at=None).count()
    return articles + Wording.objects.filter(listed_at=None).count()


def _mark(update: Callable[[dict[str, int]], object]) -> None:
    last = Article.objects.aggregate(last=Max("pk"))["last"] or 0
    for start in range(0, last + 1, MARKED_AT_ONCE):
        update({"pk__gte": start, "pk__lt": start + MARKED_AT_ONCE})
