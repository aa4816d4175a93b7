"""The plot of agreement: one line per reason, a point for kappa and a bar for its interval. Coordinates only; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from moderation.opinions.agreement import Row

WIDTH, LINE, TOP = 640, 34, 30  # units of the drawing
LEFT, RIGHT = 200, 620  # where −0.2 and 1 stand
LOWEST, HIGHEST = -0.2, 1.0  # worse than chance is drawn at the edge
TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the plot."""

    label: str
    note: str
    y: int
    x: float
    low: float
    high: float


@dataclass(frozen=True)
class Plot:
    """All that the drawing needs."""

    bars: list[Bar]
    ticks: list[tuple[str, float]]
    height: int
    width: int = WIDTH


def plot(rows: Sequence[Row]) -> Plot:
    """The drawing of the rows that have a kappa."""
    bars: list[Bar] = []
    for row in rows:
        value, low, high = row.kappa.value, row.kappa.low, row.kappa.high
        if value is not None and low is not None and high is not None:
            y = TOP + LINE * len(bars) + LINE // 2
            bars.append(Bar(row.label, f"{value:.2f}", y, _x(value), _x(low), _x(high)))
    ticks = [(f"{tick:.1f}", _x(tick)) for tick in TICKS]
    return Plot(bars, ticks, TOP + LINE * len(bars) + 8)


def _x(value: float) -> float:
    bounded = min(max(value, LOWEST), HIGHEST)
    return round(LEFT + (bounded - LOWEST) / (HIGHEST - LOWEST) * (RIGHT - LEFT), 1)
