"""The stored list beside an article: what becomes of it when cards are offered. Decided purely, stored at once.

An editor's pins come first and keep their order, bans keep their cards out; both survive whatever is offered.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection

from related.blend import DEFAULT, Blend
from related.models import Link
from related.ranking import CARDS, mixed

# A list shorter than this is filled with the newest of the section; filling scores nothing.
LEAST_CARDS = 3
_LOCK = "hashtext('related.lists')"


@dataclass(frozen=True, slots=True)
class Offer:
    """A card for a list."""

    target: int
    source: int
    score: float
    reason: str
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Standing:
    """A stored list: the editor's part, and the computed cards."""

    pinned: list[Offer]
    banned: set[int]
    cards: list[Offer]

    def would_take(self, score: float, blend: Blend = DEFAULT) -> bool:
        """Whether a card of this score could come to stand in it, whatever its source."""
        if len(self.pinned) + len(self.cards) < CARDS or any(card.score <= 0 for card in self.cards):
            return True
        seen = [pin.source for pin in self.pinned]
        least = float("inf")
        for card in self.cards:
            least = min(least, card.score * blend.source_again ** seen.count(card.source))
            seen.append(card.source)
        return score >= least


def one_at_a_time() -> None:
    """Let nobody else change lists until this transaction ends: two articles that go live together must see each other."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({_LOCK})")


def while_none_arrives() -> None:
    """Let no article arrive in the archive until this transaction ends; lists may be made side by side."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock_shared({_LOCK})")


def standing(articles: Collection[int]) -> dict[int, Standing]:
    """The stored lists of these articles. One query."""
    lists = {article: Standing([], set(), []) for article in articles}
    rows = (
        Link.objects.filter(article__in=articles)
        .order_by("rank", "id")
        .values_list(
            "article", "target", "target__source", "score", "reason", "parts", "is_pinned", "is_banned",
            "target__withdrawn_at",
        )
    )  # fmt: skip
    for article, target, source, score, reason, parts, is_pinned, is_banned, withdrawn in rows:
        stored = lists[article]
        offer = Offer(target, source, score, reason, parts)
        if is_banned:
            stored.banned.add(target)
        elif is_pinned and withdrawn is None:  # a pin on a withdrawn article waits unseen
            stored.pinned.append(offer)
        elif not is_pinned:
            stored.cards.append(offer)
    return lists


def arranged(stored: Standing, offers: Iterable[Offer], blend: Blend = DEFAULT) -> list[Offer]:
    """The computed cards in their order: the best of ``offers``, mixed by source, beside the pins."""
    taken = stored.banned | {pin.target for pin in stored.pinned}
    free = [offer for offer in offers if offer.target not in taken]
    seats = max(0, CARDS - len(stored.pinned))
    best = sorted((o for o in free if o.score > 0), key=lambda o: (-o.score, -o.target))
    chosen = mixed(
        best, lambda o: o.score, lambda o: o.source, seats, stored.pinned, again=blend.source_again
    )
    filling = sorted((o for o in free if o.score <= 0), key=lambda o: -o.target)
    return chosen + filling[: max(0, LEAST_CARDS - len(stored.pinned) - len(chosen))]


def store(article: int, before: Standing, cards: list[Offer]) -> bool:
    """Write the list if it changed; whether readers see other cards than before. At most two queries."""
    if cards == before.cards:
        return False
    Link.objects.filter(article=article, is_pinned=False, is_banned=False).delete()
    Link.objects.bulk_create(
        Link(
            article_id=article,
            target_id=card.target,
            rank=rank,
            score=card.score,
            reason=card.reason,
            parts=dict(card.parts),
        )
        for rank, card in enumerate(cards, len(before.pinned))
    )
    return [card.target for card in before.cards] != [card.target for card in cards]
