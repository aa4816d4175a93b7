"""Making every list anew: the rows are marked as waiting, and the sweep does the rest. Readers keep the old lists."""

from django.db.models import Max

from articles.models import Article

MARKED_AT_ONCE = 2000  # rows of one UPDATE, so that no publication waits for long


def mark_all() -> None:
    """Let every article that has or had a live text wait for its list."""
    last = Article.objects.aggregate(last=Max("pk"))["last"] or 0
    for start in range(0, last + 1, MARKED_AT_ONCE):
        Article.objects.filter(live__isnull=False, pk__gte=start, pk__lt=start + MARKED_AT_ONCE).update(
            related_at=None
        )


def waiting() -> int:
    """How many wait for their list; counted on a partial index."""
    return Article.objects.filter(live__isnull=False, related_at=None).count()
