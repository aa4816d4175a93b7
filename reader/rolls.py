"""Lists of cards, newest first, a page at a time: each page begins after the last article of the one before it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet

from articles.models import Article
from reader.cards import CARD_COLUMNS, Card, card

PAGE_LENGTH = 20
MARK_FORMAT = "%Y%m%dT%H%M%S.%fZ"


class BadMark(ValueError):
    """A ``before`` that no page of ours has written."""


@dataclass(frozen=True, slots=True)
class Roll:
    """A page of a list, and the mark at which the next page begins (empty: there is none)."""

    cards: list[Card]
    next: str
    is_first: bool


def write_mark(row: dict[str, Any]) -> str:
    """Where a page ended: time of publication (UTC, microseconds) and id."""
    return f"{row['published_at'].astimezone(UTC):{MARK_FORMAT}}-{row['id']}"


def read_mark(mark: str) -> tuple[datetime, int]:
    """The time and id of a mark. Raises BadMark."""
    moment, _, article = mark.partition("-")
    if not (article.isascii() and article.isdecimal() and len(article) < 19):
        raise BadMark(mark)
    try:
        return datetime.strptime(moment, MARK_FORMAT).replace(tzinfo=UTC), int(article)
    except ValueError:
        raise BadMark(mark) from None


def newest(articles: QuerySet[Article], length: int, *columns: str) -> list[dict[str, Any]]:
    """The newest published of ``articles`` as rows. One query."""
    return list(
        articles.filter(live__isnull=False, withdrawn_at=None)
        .order_by("-published_at", "-id")
        .values(*CARD_COLUMNS, *columns)[:length]
    )


def roll(articles: QuerySet[Article], before: str = "", length: int = PAGE_LENGTH) -> Roll:
    """The page of ``articles`` that begins after the mark ``before``. One query. Raises BadMark."""
    if before:
        moment, article = read_mark(before)
        # The first condition alone lets the index find the place; the second settles equal times.
        articles = articles.filter(published_at__lte=moment).filter(
            Q(published_at__lt=moment) | Q(published_at=moment, id__lt=article)
        )
    rows = newest(articles, length + 1)
    following = write_mark(rows[length - 1]) if len(rows) > length else ""
    return Roll([card(row) for row in rows[:length]], following, is_first=not before)
