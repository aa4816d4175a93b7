"""How sure a share is that was counted on some: pure."""

from dataclasses import dataclass
from math import sqrt

Z = 1.96  # 95 %


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``low`` to ``high``, 0 to 1."""

    low: float
    high: float


def wilson(successes: int, trials: int, z: float = Z) -> Interval:
    """The score interval of a share; from 0 to 1 where there was no trial.

    E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of the American
    Statistical Association 22 (1927), 209-212.
    """
    if not trials:
        return Interval(0.0, 1.0)
    share = successes / trials
    middle = share + z * z / (2 * trials)
    spread = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    whole = 1 + z * z / trials
    return Interval(max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole))
