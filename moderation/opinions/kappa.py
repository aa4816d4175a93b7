"""Cohen's kappa: how far two people agree beyond what chance would have them agree. Pure.

κ = (p_o − p_e) / (1 − p_e), J. Cohen, “A coefficient of agreement for nominal scales”, Educational and Psychological
Measurement 20 (1960), 37–46. The interval is κ ± 1.96 standard errors by the large-sample variance of J. L. Fleiss, J. Cohen
and B. S. Everitt, “Large sample standard errors of kappa and weighted kappa”, Psychological Bulletin 72 (1969), 323–327.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

SIGNIFICANCE = 1.96  # two-sided 95 %
ENOUGH = 30  # with fewer pairs the large-sample interval says little


@dataclass(frozen=True, slots=True)
class Kappa:
    """``value`` is None where both always choose the same one thing: then chance explains everything."""

    pairs: int
    observed: float  # share of pairs that agree
    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_little(self) -> bool:
        """Whether there are too few pairs to say much."""
        return self.pairs < ENOUGH


def kappa(pairs: Sequence[tuple[str, str]]) -> Kappa:
    """The agreement of (first, second) opinions, with its 95 % interval."""
    number = len(pairs)
    if not number:
        return Kappa(0, 0.0)
    cells = {pair: count / number for pair, count in Counter(pairs).items()}
    first = {key: count / number for key, count in Counter(one for one, _two in pairs).items()}
    second = {key: count / number for key, count in Counter(two for _one, two in pairs).items()}
    kinds = first.keys() | second.keys()
    observed = sum(cells.get((kind, kind), 0.0) for kind in kinds)
    expected = sum(first.get(kind, 0.0) * second.get(kind, 0.0) for kind in kinds)
    if math.isclose(expected, 1.0):
        return Kappa(number, observed)
    value = (observed - expected) / (1 - expected)
    agreeing = sum(
        share * (1 - (first.get(one, 0.0) + second.get(two, 0.0)) * (1 - value)) ** 2
        for (one, two), share in cells.items()
        if one == two
    )
    differing = (1 - value) ** 2 * sum(
        share * (second.get(one, 0.0) + first.get(two, 0.0)) ** 2
        for (one, two), share in cells.items()
        if one != two
    )
    variance = (agreeing + differing - (value - expected * (1 - value)) ** 2) / (number * (1 - expected) ** 2)
    margin = SIGNIFICANCE * math.sqrt(max(variance, 0.0))
    return Kappa(number, observed, value, max(value - margin, -1.0), min(value + margin, 1.0))
