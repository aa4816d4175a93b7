"""Which neighbours are worth reading beside an article, and why. Pure: no database, no clock.

What two articles are to each other depends on the two alone (and on what was drawn from the archive, ``telling``).
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from related.blend import DEFAULT, Blend
from related.profile import Profile
from related.telling import Telling
from related.terms import Terms

CARDS = 8
LISTED = CARDS * 3  # matches of a ranking
# The same report again, shortened or lengthened: nearly all terms of the shorter one. Of a few lines that proves nothing,
# so there both together must agree. Two reports of one event share about half.
CONTAINED, PROVING_TERMS, ALIKE = 0.9, 20, 0.7
TERMS_COMPARED = 60  # the heaviest of each; what follows is chance
LEAST_TERMS, LEAST_SHARE = 2, 0.04  # of the subject's own terms; below: a chance meeting of words
REASON_TERMS = 3
TAGS_HALF = 2.0  # what shared tags tell when they count half of what they can


@dataclass(frozen=True, slots=True)
class Parts:
    """What a score is made of, each from 0 to 1."""

    words: float
    meaning: float
    tags: float
    story: float
    freshness: float

    def score(self, blend: Blend) -> float:
        """All of them as the blend weighs them."""
        content = blend.words * self.words + blend.meaning * self.meaning
        return (content + blend.tags * self.tags + blend.story * self.story) * self.freshness


@dataclass(frozen=True, slots=True)
class Match:
    """Subject and neighbour belong together. ``score`` is the neighbour's beside the subject."""

    neighbour: Profile
    score: float
    parts: Parts
    shared: tuple[str, ...]  # the most telling terms as the subject spells them


@dataclass(frozen=True, slots=True)
class Ranking:
    """Best first; ``copies`` are the neighbours that are the same report again, ``folded`` copies of better matches."""

    matches: Sequence[Match]
    copies: frozenset[int]
    folded: frozenset[int] = frozenset()


def rank(
    subject: Profile, neighbours: Sequence[Profile], telling: Telling, blend: Blend = DEFAULT
) -> Ranking:
    """Score the neighbours. Copies of the subject are left out, and of copies among themselves the best stays."""
    own = head(subject.terms)
    copies = frozenset(other.id for other in neighbours if are_copies(own, head(other.terms)))
    others = [other for other in neighbours if other.id not in copies]
    found = matches(subject, others, telling, blend)
    found.sort(key=lambda match: (-match.score, -match.neighbour.id))
    kept, folded = _folded(found)
    return Ranking(kept, copies, frozenset(match.neighbour.id for match in folded))


def matches(
    subject: Profile, neighbours: Sequence[Profile], telling: Telling, blend: Blend = DEFAULT
) -> list[Match]:
    """Each neighbour that shares more with the subject than chance would, in the order given."""
    own = _own(subject.terms, telling)
    itself = _found(own, subject.terms, blend)[0] or 1.0
    vectors = telling.vectors([subject, *neighbours])
    near = np.maximum(0.0, vectors[1:] @ vectors[0]) if len(neighbours) else np.zeros(0)
    found = []
    for other, nearness in zip(neighbours, near, strict=True):
        raw, worth = _found(own, other.terms, blend)
        share, told = raw / itself, _tags(subject, other, telling)
        together = float(subject.story > 0 and subject.story == other.story)
        if not together and (len(worth) < LEAST_TERMS or share < LEAST_SHARE):
            continue
        fresh = freshness((subject.published - other.published).total_seconds() / 86_400, blend)
        parts = Parts(share, float(nearness), told, together, fresh)
        found.append(Match(other, parts.score(blend), parts, _telling_most(subject.terms, worth)))
    return found


def freshness(days: float, blend: Blend = DEFAULT) -> float:
    """1 for what is of the same days or newer, falling to ``1 - recency`` for what is much older."""
    faded = math.exp(-((max(0.0, days) / blend.story_days) ** blend.story_edge))
    return 1 - blend.recency + blend.recency * faded


def head(terms: Terms) -> frozenset[str]:
    """What of a text is compared to tell copies."""
    return frozenset(terms.stems[:TERMS_COMPARED])


def are_copies(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts are one report: the shorter contained in the longer, or both alike. Takes their heads."""
    shared, shorter = len(one & other), min(len(one), len(other))
    is_contained = shorter >= PROVING_TERMS and shared >= CONTAINED * shorter
    return is_contained or (shared > 0 and shared >= ALIKE * (len(one) + len(other) - shared))


def is_copy(one: Terms, other: Terms) -> bool:
    """The same of two texts."""
    return are_copies(head(one), head(other))


def mixed[T](
    cards: Iterable[T],
    score: Callable[[T], float],
    source: Callable[[T], int],
    seats: int,
    seated: Iterable[T] = (),
    again: float = DEFAULT.source_again,
) -> list[T]:
    """The best ``seats`` cards, each further one of a source counting less; ``seated`` ones are there already."""
    waiting = list(cards)
    taken = Counter(source(card) for card in seated)
    chosen: list[T] = []
    while waiting and len(chosen) < seats:
        best = max(waiting, key=lambda card: score(card) * again ** taken[source(card)])
        waiting.remove(best)
        taken[source(best)] += 1
        chosen.append(best)
    return chosen


def saturated(count: float, length: float, blend: Blend = DEFAULT) -> float:
    """What a term counts in an article: more for each time it stands there, but less and less."""
    discount = 1 - blend.length_discount + blend.length_discount * length / blend.usual_length
    return count * (blend.saturation + 1) / (count + blend.saturation * discount)


def _own(terms: Terms, telling: Telling) -> dict[str, float]:
    return {stem: count * telling.of(stem) for stem, count in zip(terms.stems, terms.counts, strict=True)}


def _found(own: Mapping[str, float], terms: Terms, blend: Blend) -> tuple[float, dict[str, float]]:
    """BM25 of the text for the query ``own``, and what each term gave."""
    worth = {
        stem: own[stem] * saturated(count, terms.length, blend)
        for stem, count in zip(terms.stems, terms.counts, strict=True)
        if stem in own
    }
    return math.fsum(worth.values()), worth


def _tags(subject: Profile, other: Profile, telling: Telling) -> float:
    """From 0 to 1."""
    told = math.fsum(telling.of_tag(tag) for tag in subject.tags & other.tags)
    return told / (told + TAGS_HALF)


def _telling_most(terms: Terms, worth: Mapping[str, float]) -> tuple[str, ...]:
    best = sorted(worth, key=lambda stem: (-worth[stem], stem))[:REASON_TERMS]
    named = terms.spellings or terms.stems
    return tuple(named[terms.stems.index(stem)] for stem in best)


def _folded(found: Sequence[Match]) -> tuple[list[Match], list[Match]]:
    """The best of each report, and the copies of it; nobody looks further than ``LISTED``."""
    kept: list[Match] = []
    folded: list[Match] = []
    heads: list[frozenset[str]] = []
    for match in found:
        if len(kept) >= LISTED:
            break
        this = head(match.neighbour.terms)
        if any(are_copies(this, other) for other in heads):
            folded.append(match)
        else:
            kept.append(match)
            heads.append(this)
    return kept, folded
