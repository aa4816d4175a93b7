"""The front page: one lead, a few seconds, the latest, a strip for each section; no article twice."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from articles.models import Article
from reader.cards import CARD_COLUMNS, Card, SectionMark, card
from reader.rolls import newest
from reader.sections import section_marks

POOL = 30  # the newest reports, among which urgency decides who leads
LEADING_HOURS = 24  # older ones do not lead, however urgent they were
SECONDS = 4
LATEST = 6
STRIP_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Front:
    """What stands on the front page."""

    lead: Card | None
    seconds: list[Card]
    latest: list[Card]
    strips: list[tuple[SectionMark, list[Card]]]


def front() -> Front:
    """Compose the front page. Two queries, whatever the size of the archive."""
    pool = newest(Article.objects.all(), POOL, "urgency")
    leaders = _leaders(pool)
    shown = {row["id"] for row in leaders}
    latest = [row for row in pool if row["id"] not in shown][:LATEST]
    shown |= {row["id"] for row in latest}
    return Front(
        lead=card(leaders[0]) if leaders else None,
        seconds=[card(row) for row in leaders[1:]],
        latest=[card(row) for row in latest],
        strips=_strips(shown),
    )


def _leaders(pool: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not pool:
        return []
    oldest = pool[0]["published_at"] - timedelta(hours=LEADING_HOURS)
    young = [row for row in pool if row["published_at"] >= oldest]
    leaders = sorted(young, key=lambda row: row["urgency"])[: 1 + SECONDS]
    return leaders if len(leaders) == 1 + SECONDS else pool[: 1 + SECONDS]


def _strips(shown: set[int]) -> list[tuple[SectionMark, list[Card]]]:
    marks = section_marks()
    if not marks:
        return []
    # One short read of the section's index each, joined into one query: a window over all would read the archive.
    reads = [
        Article.objects.filter(section__slug=mark.slug, live__isnull=False, withdrawn_at=None)
        .exclude(id__in=shown)
        .order_by("-published_at", "-id")
        .values(*CARD_COLUMNS)[:STRIP_LENGTH]
        for mark in marks
    ]
    rows = reads[0].union(*reads[1:], all=True) if len(reads) > 1 else reads[0]
    by_section: dict[str, list[Card]] = {}
    for row in sorted(rows, key=lambda row: (row["published_at"], row["id"]), reverse=True):
        by_section.setdefault(row["section__slug"], []).append(card(row))
    return [(mark, by_section[mark.slug]) for mark in marks if mark.slug in by_section]
