"""The stored list beside an article: what becomes of it when cards are offered. Decided purely, stored at once.

An editor's pins come first and keep their order, bans keep their cards out; both survive whatever is offered.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from related.models import Link
from related.ranking import CARDS, mixed

# A list shorter than this is filled with the newest of the section; filling scores nothing.
LEAST_CARDS = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A card for a list."""

    target: int
    source: int
    score: float
    reason: str


@dataclass(slots=True)
class Standing:
    """A stored list: the editor's part, and the computed cards."""

    pinned: list[Offer]
    banned: set[int]
    cards: list[Offer]


def one_at_a_time() -> None:
    """Let nobody else change lists until this transaction ends: two articles that go live together must see each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('related.lists'))")


def standing(articles: Collection[int]) -> dict[int, Standing]:
    """The stored lists of these articles. One query."""
    lists = {article: Standing([], set(), []) for article in articles}
    rows = (
        Link.objects.filter(article__in=articles)
        .order_by("rank", "id")
        .values_list(
            "article", "target", "target__source", "score", "reason", "is_pinned", "is_banned",
            "target__withdrawn_at",
        )
    )  # fmt: skip
    for article, target, source, score, reason, is_pinned, is_banned, withdrawn in rows:
        stored = lists[article]
        if is_banned:
            stored.banned.add(target)
        elif is_pinned and withdrawn is None:  # a pin on a withdrawn article waits unseen
            stored.pinned.append(Offer(target, source, score, reason))
        elif not is_pinned:
            stored.cards.append(Offer(target, source, score, reason))
    return lists


def arranged(stored: Standing, offers: Iterable[Offer]) -> list[Offer]:
    """The computed cards in their order: the best of ``offers``, mixed by source, beside the pins."""
    taken = stored.banned | {pin.target for pin in stored.pinned}
    free = [offer for offer in offers if offer.target not in taken]
    seats = max(0, CARDS - len(stored.pinned))
    best = sorted((o for o in free if o.score > 0), key=lambda o: (-o.score, -o.target))
    chosen = mixed(best, lambda o: o.score, lambda o: o.source, seats, stored.pinned)
    filling = sorted((o for o in free if o.score <= 0), key=lambda o: -o.target)
    return chosen + filling[: max(0, LEAST_CARDS - len(stored.pinned) - len(chosen))]


def store(before: Mapping[int, Standing], after: Mapping[int, Sequence[Offer]]) -> list[int]:
    """Write the lists that changed; returns whose cards did, where readers see it. At most two queries."""
    changed = [article for article, cards in after.items() if cards != before[article].cards]
    if changed:
        Link.objects.filter(article__in=changed, is_pinned=False, is_banned=False).delete()
        Link.objects.bulk_create(
            Link(article_id=article, target_id=card.target, rank=rank, score=card.score, reason=card.reason)
            for article in changed
            for rank, card in enumerate(after[article], len(before[article].pinned))
        )
    return [each for each in changed if _targets(before[each].cards) != _targets(after[each])]


def _targets(cards: Iterable[Offer]) -> list[int]:
    return [card.target for card in cards]
