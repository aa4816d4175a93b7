"""How good a score is on decisions that it did not learn from: pure.

Average precision says how many refused texts stand before approved ones in the order of the score; the AUC how often a
refused one stands before an approved one. The gap says how much that changes when a text names a group of people: each term
is put into the approved texts and these held against the refused ones as they are, and the other way round (the "background
positive, subgroup negative" AUC and its counterpart); the gap is between the highest and the lowest of all of these.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from comments.scoring.decided import Decided

MOST_MIXED = 120  # texts of each outcome into which terms are put

Score = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Measures:
    """Of one model on some decisions. ``worst_term`` is the one with the largest distance."""

    decisions: int
    refused: int
    average_precision: float
    auc: float
    identity_gap: float = 0.0
    worst_term: str = ""

    def as_facts(self) -> dict[str, Any]:
        """As ``ScoreModel.measures`` keeps them."""
        return asdict(self)


def measure(score: Score, decided: Sequence[Decided], terms: Sequence[str] = ()) -> Measures:
    """Everything about the score on these decisions."""
    scored = [(score(one.text), one.is_refused) for one in decided]
    refused = [value for value, is_refused in scored if is_refused]
    approved = [value for value, is_refused in scored if not is_refused]
    gap, worst = identity_gap(score, decided, terms)
    return Measures(len(scored), len(refused), average_precision(scored), auc(refused, approved), gap, worst)


def average_precision(scored: Sequence[tuple[float, bool]]) -> float:
    """The mean of the precision at each refused text, in the order of the score; equal scores count as one step."""
    total = sum(is_refused for _value, is_refused in scored)
    if not total:
        return 0.0
    ordered = sorted(scored, key=lambda one: -one[0])
    found = before = 0
    area = 0.0
    for seen, (value, is_refused) in enumerate(ordered, 1):
        found += is_refused
        if seen == len(ordered) or ordered[seen][0] != value:
            area += (found - before) / total * (found / seen)
            before = found
    return area


def auc(refused: Sequence[float], approved: Sequence[float]) -> float:
    """How often a refused one has the higher score; equal ones count half. A half where there are none of either."""
    if not refused or not approved:
        return 0.5
    ordered = sorted([(value, 1) for value in refused] + [(value, 0) for value in approved])
    ranks, place = 0.0, 0
    while place < len(ordered):
        end = place
        while end < len(ordered) and ordered[end][0] == ordered[place][0]:
            end += 1
        middle = (place + 1 + end) / 2
        ranks += middle * sum(is_refused for _value, is_refused in ordered[place:end])
        place = end
    count = len(refused)
    return (ranks - count * (count + 1) / 2) / (count * len(approved))


def identity_gap(score: Score, decided: Sequence[Decided], terms: Sequence[str]) -> tuple[float, str]:
    """The gap, and the term that makes it; nothing without texts of both outcomes."""
    refused = _spread([one.text for one in decided if one.is_refused])
    approved = _spread([one.text for one in decided if not one.is_refused])
    if not refused or not approved or not terms:
        return 0.0, ""
    plain_refused, plain_approved = [score(text) for text in refused], [score(text) for text in approved]
    overall = auc(plain_refused, plain_approved)
    values = [(overall, "")]
    for term in terms:
        with_term = [score(f"{text} {term}") for text in approved]
        values.append((auc(plain_refused, with_term), term))
        with_term = [score(f"{text} {term}") for text in refused]
        values.append((auc(with_term, plain_approved), term))
    low, high = min(values), max(values)
    worst = low if overall - low[0] >= high[0] - overall else high
    return high[0] - low[0], worst[1]


def _spread(texts: list[str]) -> list[str]:
    """So many of them, from first to last."""
    step = max(1, len(texts) // MOST_MIXED)
    return texts[::step][:MOST_MIXED]
