"""Takes stored pages away when an article or its talk has changed: sweeps the rows that the change left."""

from django.db import transaction

from articles.models import PageChange
from reader import page_store

SWEEP_LENGTH = 500  # rows a sweep takes at once; the rest waits for the next


def sweep() -> int:
    """Drop the pages that the waiting changes touch, then the rows; returns how many rows. Raises redis.RedisError.

    Pages go first: a sweep that dies in between is done again, and dropping a page twice harms nobody.
    """
    with transaction.atomic():
        rows = list(
            PageChange.objects.select_for_update(skip_locked=True)
            .order_by("id")
            .values_list("id", "article_id", "cards_too")[:SWEEP_LENGTH]
        )
        if rows:
            page_store.forget(names([(article, cards_too) for _, article, cards_too in rows]))
            PageChange.objects.filter(id__in=[row[0] for row in rows]).delete()
    return len(rows)


def names(changes: list[tuple[int, bool]]) -> list[str]:
    """What pages show that the changes (article, whether its card changed too) make stale."""
    stale = {f"article:{article}" for article, _ in changes}
    with_cards = [article for article, cards_too in changes if cards_too]
    stale |= {f"card:{article}" for article in with_cards}
    if with_cards:
        stale.add("lists")
    return sorted(stale)
