"""Plots as shapes: what a template draws as SVG, and the numbers beside it in words. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import gettext as _

WIDTH, HEIGHT = 720, 240  # of the drawing, in its own units
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 12, 28  # room for the labels
# Where lines of the scale may stand, in seconds: what people say of times.
STEPS = (60, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 172_800, 604_800, 2_592_000)


@dataclass(frozen=True, slots=True)
class Day:
    """How long decisions of one day had waited; None where there were none."""

    day: date
    number: int
    median: timedelta | None
    ninetieth: timedelta | None

    @property
    def median_words(self) -> str:
        return spelt(self.median)

    @property
    def ninetieth_words(self) -> str:
        return spelt(self.ninetieth)


@dataclass(frozen=True, slots=True)
class Label:
    """A word at a place of the drawing."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One curve: a class for its colour, its name, its pieces (days without decisions interrupt it), its points."""

    css: str
    name: str
    pieces: list[str]
    dots: list[Label]


@dataclass(frozen=True, slots=True)
class Plot:
    """Curves over days, with a scale that spreads small times and large ones alike."""

    width: int
    height: int
    scale: list[Label]
    days: list[Label]
    lines: list[Line]

    @property
    def right(self) -> int:
        """Where the lines of the scale end."""
        return self.width - RIGHT


def spelt(duration: timedelta | None) -> str:
    """“12 min”, “3.5 h”, “2 d”; a dash where there is none."""
    if duration is None:
        return "–"
    seconds = duration.total_seconds()
    if seconds < 60:
        return _("%(number)s s") % {"number": round(seconds)}
    if seconds < 3_600:
        return _("%(number)s min") % {"number": round(seconds / 60)}
    if seconds < 2 * 86_400:
        return _("%(number)s h") % {"number": _round(seconds / 3_600)}
    return _("%(number)s d") % {"number": _round(seconds / 86_400)}


def _round(number: float) -> str:
    return formats.number_format(number, 0 if round(number, 1) == round(number) else 1)


def times_by_day(days: Sequence[Day]) -> Plot | None:
    """Median and ninetieth percentile over the days; None where there is nothing to draw."""
    seconds = [
        time.total_seconds() for day in days for time in (day.median, day.ninetieth) if time is not None
    ]
    if not seconds:
        return None
    lowest, highest = _bounds(min(seconds), max(seconds))

    def y_of(time: float) -> float:
        share = math.log(max(time, lowest) / lowest) / math.log(highest / lowest)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    def x_of(position: int) -> float:
        return round(LEFT + (position + 0.5) * (WIDTH - LEFT - RIGHT) / len(days), 1)

    scale = [
        Label(LEFT, y_of(step), spelt(timedelta(seconds=step))) for step in STEPS if lowest <= step <= highest
    ]
    every = max(1, -(-len(days) // 8))
    named = [
        Label(x_of(at), HEIGHT - 8, formats.date_format(day.day, "SHORT_DATE_FORMAT"))
        for at, day in enumerate(days)
        if at % every == 0
    ]
    lines = [
        _line(
            css,
            name,
            [(x_of(at), y_of(time.total_seconds()), time) if time else None for at, time in enumerate(times)],
        )
        for css, name, times in (
            ("median", _("Median"), [day.median for day in days]),
            ("ninetieth", _("90th percentile"), [day.ninetieth for day in days]),
        )
    ]
    return Plot(WIDTH, HEIGHT, scale, named, lines)


def _line(css: str, name: str, points: Sequence[tuple[float, float, timedelta] | None]) -> Line:
    pieces: list[list[str]] = [[]]
    for point in points:
        if point is None:
            pieces.append([])
        else:
            pieces[-1].append(f"{point[0]},{point[1]}")
    dots = [Label(point[0], point[1], f"{name}: {spelt(point[2])}") for point in points if point]
    return Line(css, name, [" ".join(piece) for piece in pieces if len(piece) > 1], dots)


def _bounds(least: float, most: float) -> tuple[float, float]:
    """The steps around all times."""
    below = [step for step in STEPS if step <= least]
    above = [step for step in STEPS if step >= most]
    lowest = float(below[-1]) if below else 1.0
    highest = float(above[0]) if above else most
    return lowest, highest if highest > lowest else lowest * 60
