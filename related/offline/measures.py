"""How good a list is, and how sure one can be that one way of making lists is better than another. Pure."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

DEPTH = 5
RESAMPLED = 2_000
SEED = 7  # the same figures give the same interval

Figures = npt.NDArray[np.float64]


def ndcg(ranked: Sequence[str], judged: Mapping[str, float]) -> float:
    """Normalised discounted cumulative gain of the first five; the gain is the judged worth itself."""
    best = sorted(judged.values(), reverse=True)[:DEPTH]
    ideal = sum(worth / math.log2(at + 2) for at, worth in enumerate(best))
    found = sum(judged.get(key, 0) / math.log2(at + 2) for at, key in enumerate(ranked[:DEPTH]))
    return found / ideal if ideal else 0.0


def precision(ranked: Sequence[str], judged: Mapping[str, float]) -> float:
    """The share of the first five that is judged worth anything."""
    return sum(judged.get(key, 0) > 0 for key in ranked[:DEPTH]) / DEPTH


def reciprocal_rank(ranked: Sequence[str], judged: Mapping[str, float]) -> float:
    """1 divided by the place of the first that is worth anything; 0 where none is."""
    places = (at for at, key in enumerate(ranked, 1) if judged.get(key, 0) > 0)
    return 1 / next(places, math.inf)


MEASURES = {"ndcg@5": ndcg, "p@5": precision, "mrr": reciprocal_rank}


def interval(figures: Figures) -> tuple[float, float]:
    """95 % of resampled means."""
    return _middle(_resampled(figures).mean(axis=1))


def ratio(ours: Figures, theirs: Figures) -> tuple[float, float, float]:
    """The ratio of the means on the same queries, and 95 % of what it is when the queries are resampled."""
    rows = _picks(len(ours))
    means = theirs[rows].mean(axis=1)
    ratios = ours[rows].mean(axis=1) / np.where(means > 0, means, np.nan)
    whole = theirs.mean()
    return (float(ours.mean() / whole) if whole else math.nan, *_middle(ratios))


def _picks(number: int) -> npt.NDArray[np.int64]:
    return np.random.default_rng(SEED).integers(0, number, (RESAMPLED, number))


def _resampled(figures: Figures) -> Figures:
    return figures[_picks(len(figures))]


def _middle(found: Figures) -> tuple[float, float]:
    low, high = np.nanpercentile(found, [2.5, 97.5])
    return float(low), float(high)
