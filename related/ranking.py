"""Which neighbours are worth reading beside an article, and why. Pure: no database, no clock."""

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from related.terms import Weighted

CARDS = 8
# News of today is worth a little more than the same a season ago, never so much that background cannot be found.
FRESHNESS, FADES_IN_DAYS = 0.2, 30.0
# The same report again, shortened or lengthened: nearly all terms of the shorter one. Of a few lines that proves nothing,
# so there both together must agree. Two reports of one event share about half.
CONTAINED, PROVING_TERMS, ALIKE = 0.8, 20, 0.6
LEAST_TERMS, LEAST_SHARE = 2, 0.05  # below: a chance meeting of words
SOURCE_AGAIN = 0.9  # what each further card of the same source is worth
REASON_TERMS = 3


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An article as the ranking sees it."""

    id: int
    source: int
    published: datetime
    terms: Mapping[str, float]  # stem → weight


@dataclass(frozen=True, slots=True)
class Found:
    """What the search found: the neighbours, and how telling each term of the article is."""

    neighbours: Sequence[Neighbour]
    idf: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Subject:
    """The article that is linked."""

    id: int
    source: int
    published: datetime
    terms: Sequence[Weighted]


@dataclass(frozen=True, slots=True)
class Match:
    """Subject and neighbour belong together. ``score`` is the neighbour's beside the subject, ``back`` the reverse."""

    neighbour: Neighbour
    score: float
    back: float
    shared: tuple[str, ...]  # the most telling terms as the subject spells them


@dataclass(frozen=True, slots=True)
class Ranking:
    """Best first; ``copies`` are the neighbours that are the same report again."""

    matches: Sequence[Match]
    copies: frozenset[int]


def rank(subject: Subject, found: Found) -> Ranking:
    """Score the neighbours. Copies of the subject are left out, and of copies among themselves the best stays."""
    own = {term.stem: term.weight for term in subject.terms}
    copies = frozenset(other.id for other in found.neighbours if is_copy(own, other.terms))
    itself = _score(own, own, found.idf)
    matches = [_match(subject, other, found.idf) for other in found.neighbours if other.id not in copies]
    matches = [
        match for match in matches if len(match.shared) >= LEAST_TERMS and match.score >= LEAST_SHARE * itself
    ]
    matches.sort(key=lambda match: (-match.score, -match.neighbour.id))
    return Ranking(_without_copies(matches), copies)


def is_copy(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    """Whether two texts are one report: the shorter contained in the longer, or both alike."""
    shared, shorter = len(one.keys() & other.keys()), min(len(one), len(other))
    is_contained = shorter >= PROVING_TERMS and shared >= CONTAINED * shorter
    return is_contained or (shared > 0 and shared >= ALIKE * (len(one) + len(other) - shared))


def mixed[T](
    cards: Iterable[T],
    score: Callable[[T], float],
    source: Callable[[T], int],
    seats: int,
    seated: Iterable[T] = (),
) -> list[T]:
    """The best ``seats`` cards, each further one of a source counting less; ``seated`` ones are there already."""
    waiting = list(cards)
    taken = Counter(source(card) for card in seated)
    chosen: list[T] = []
    while waiting and len(chosen) < seats:
        best = max(waiting, key=lambda card: score(card) * SOURCE_AGAIN ** taken[source(card)])
        waiting.remove(best)
        taken[source(best)] += 1
        chosen.append(best)
    return chosen


def freshness(days: float) -> float:
    """1 for what is new or newer than the article, falling to 0.8 for what is much older."""
    return 1 - FRESHNESS + FRESHNESS * math.exp(-max(0.0, days) / FADES_IN_DAYS)


def _match(subject: Subject, other: Neighbour, idf: Mapping[str, float]) -> Match:
    worth = {
        term.spelling: idf.get(term.stem, 0) * term.weight * other.terms[term.stem]
        for term in subject.terms
        if term.stem in other.terms
    }
    score = math.fsum(worth.values())  # exact, so that both sides of a pair come to the same
    days = (subject.published - other.published).total_seconds() / 86_400
    telling = sorted(worth, key=lambda spelling: (-worth[spelling], spelling))[:REASON_TERMS]
    return Match(other, score * freshness(days), score * freshness(-days), tuple(telling))


def _score(one: Mapping[str, float], other: Mapping[str, float], idf: Mapping[str, float]) -> float:
    return math.fsum(idf.get(stem, 0) * one[stem] * other[stem] for stem in one.keys() & other.keys())


def _without_copies(matches: Collection[Match]) -> list[Match]:
    kept: list[Match] = []
    for match in matches:
        if not any(is_copy(match.neighbour.terms, other.neighbour.terms) for other in kept):
            kept.append(match)
    return kept
