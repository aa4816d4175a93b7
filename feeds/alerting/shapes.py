"""What a feed's reports usually carry, and what the newest ones do: a feed that lost its texts or pictures is told."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.functions import Length

from feeds.models import Feed, ImportedItem

NEWEST, EARLIER = 8, 60
ENOUGH_EARLIER = 20
# A paragraph: less is a teaser.
FULL_TEXT = 400
_PARTS = {
    "text": Q(length__gte=FULL_TEXT),
    "picture": ~Q(picture_url=""),
    "date": Q(published_at__isnull=False),
    "author": ~Q(authors=[]),
    "category": ~Q(categories=[]),
}


@dataclass(frozen=True, slots=True)
class Shapes:
    """The share of reports with each part; None where there are too few to say."""

    usual: dict[str, float] | None = None
    lately: dict[str, float] | None = None


def shapes_of(feed: Feed) -> Shapes:
    """Of the newest reports and of those before them. One query."""
    rows = list(_rows(feed))
    newest, earlier = rows[:NEWEST], rows[NEWEST:]
    if len(newest) < NEWEST or len(earlier) < ENOUGH_EARLIER:
        return Shapes()
    return Shapes(_shares(earlier), _shares(newest))


def _rows(feed: Feed) -> Iterator[dict[str, bool]]:
    parts = {f"has_{name}": ExpressionWrapper(rule, BooleanField()) for name, rule in _PARTS.items()}
    items = ImportedItem.objects.filter(feed=feed).annotate(length=Length("body")).annotate(**parts)
    yield from items.order_by("-received_at", "-id").values(*parts)[: NEWEST + EARLIER]


def _shares(rows: list[dict[str, bool]]) -> dict[str, float]:
    return {name: round(sum(row[f"has_{name}"] for row in rows) / len(rows), 2) for name in _PARTS}
