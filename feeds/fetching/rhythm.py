"""A feed's rhythm: how often something comes, at which hours, in what bursts, and how long it stays to be seen. Pure.

Learned from each poll and kept as a small value; ``pace`` decides by it when the feed is asked again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

HOUR = 3600.0
DAY = 24 * HOUR
WEEK = 7 * DAY
SLOTS = 168  # hours of the week, UTC
# What was learned counts half after so long: a feed that changes its hours is known anew within a few weeks.
HALF_LIFE = 3 * WEEK
# A burst is over about as quickly as it came.
BURST_HALF_LIFE = 0.75 * HOUR
# How far the dates of a first document tell of its past.
LOOK_BACK = 4 * WEEK
# Bursts are measured over so long.
SPAN = 0.5 * HOUR
_ENOUGH_FOR_A_BURST = 3
# A document that says nothing of how much it holds.
_USUAL_WINDOW = 10.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What one poll showed. ``times`` are the dates of the document's reports, as far as they can be trusted."""

    at: float  # seconds since 1970
    new: int = 0
    held: int = 0  # reports in the document; 0 where it did not change
    times: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What is known of a feed. Rates are reports per hour."""

    since: float = 0.0  # watched from then on; 0: never yet
    at: float = 0.0
    last: float = 0.0  # when something came last
    slots: tuple[float, ...] = field(default=(0.0,) * SLOTS)  # what came in each hour of the week
    weeks: float = 0.0  # of watching that stand behind them
    aged_at: float = 0.0
    burst: float = 0.0  # what came just now, fading
    peak: float = 0.0  # the fastest that it ever came, fading over weeks
    lump: float = 1.0  # how many come at once
    held: float = 0.0  # how many are there to be seen
    unpushed: int = 0  # polls in a row that found nothing but what its hub had pushed

    @property
    def window(self) -> float:
        """How many reports may come before the first of them is pushed out."""
        return self.held or _USUAL_WINDOW


def from_data(data: Mapping[str, Any]) -> Rhythm:
    """Out of ``as_data``; what an older release kept in another form is learned anew."""
    try:
        known = {name: float(data[name]) for name in _NUMBERS if name in data}
        slots = tuple(float(number) / 100 for number in data["slots"])
        unpushed = int(data.get("unpushed", 0))
    except (KeyError, TypeError, ValueError):
        return Rhythm()
    return Rhythm(slots=slots, unpushed=unpushed, **known) if len(slots) == SLOTS else Rhythm()


def as_data(rhythm: Rhythm) -> dict[str, Any]:
    """As JSON carries it: about a kilobyte."""
    numbers = {name: round(getattr(rhythm, name), 3) for name in _NUMBERS}
    return {**numbers, "slots": [round(count * 100) for count in rhythm.slots], "unpushed": rhythm.unpushed}


_NUMBERS = ("since", "at", "last", "weeks", "aged_at", "burst", "peak", "lump", "held")


def learn(rhythm: Rhythm, seen: Seen) -> Rhythm:
    """What is known after one more poll."""
    if seen.at <= rhythm.at:
        return rhythm
    came = _came(rhythm, seen)
    began = rhythm.at or min([*came, seen.at])
    aged = _aged(rhythm, seen.at)
    slots = list(aged.slots)
    for moment in came:
        slots[slot_of(moment)] += 1
    faded = rhythm.burst * 0.5 ** ((seen.at - began) / BURST_HALF_LIFE)
    return replace(
        aged,
        since=rhythm.since or seen.at,
        at=seen.at,
        last=max([rhythm.last, *came]),
        slots=tuple(slots),
        weeks=aged.weeks + (seen.at - began) / WEEK,
        burst=faded + sum(0.5 ** ((seen.at - moment) / BURST_HALF_LIFE) for moment in came),
        peak=max(aged.peak, _fastest(came)),
        lump=_lump(rhythm, came),
        held=_held(rhythm, seen),
    )


def slot_of(moment: float) -> int:
    """The hour of the week; the first of January 1970 was a Thursday."""
    return int(moment // HOUR) % SLOTS


def rates(rhythm: Rhythm) -> list[float]:
    """Reports per hour in each hour of the week: its own, leaning on its neighbours, its hour of the day and the whole."""
    slots, weeks = rhythm.slots, rhythm.weeks
    overall = (sum(slots) + 0.2) / (weeks * SLOTS + 24)
    smooth = [
        (before + 2 * own + after) / 4
        for before, own, after in zip(
            (*slots[-1:], *slots[:-1]), slots, (*slots[1:], *slots[:1]), strict=True
        )
    ]
    daily = [(sum(smooth[hour::24]) + 2 * overall) / (7 * weeks + 2) for hour in range(24)]
    return [(count + daily[slot % 24]) / (weeks + 1) for slot, count in enumerate(smooth)]


def usual_gap(rhythm: Rhythm) -> float:
    """Seconds between two reports in the hours in which most of them come; 0 where nothing is known."""
    hourly = rates(rhythm)
    return HOUR * sum(hourly) / sum(rate * rate for rate in hourly) if sum(rhythm.slots) >= 1 else 0.0


def _came(rhythm: Rhythm, seen: Seen) -> list[float]:
    """When what is new came: by its dates, else evenly since the last poll."""
    after = rhythm.at or seen.at - LOOK_BACK
    dated = sorted(moment for moment in seen.times if after < moment <= seen.at)
    if not rhythm.at:
        return dated
    dated = dated[-seen.new :] if seen.new else []
    undated = min(seen.new, 500) - len(dated)
    step = (seen.at - after) / (undated + 1)
    return sorted([*dated, *(after + step * number for number in range(1, undated + 1))])


def _aged(rhythm: Rhythm, at: float) -> Rhythm:
    """Once a day what is known counts a little less."""
    if at - rhythm.aged_at < DAY:
        return rhythm
    share = 0.5 ** ((at - rhythm.aged_at) / HALF_LIFE) if rhythm.aged_at else 1.0
    return replace(
        rhythm,
        slots=tuple(count * share for count in rhythm.slots),
        weeks=rhythm.weeks * share,
        peak=rhythm.peak * share,
        aged_at=at,
    )


def _fastest(came: Sequence[float]) -> float:
    """The most that came within the span, per hour."""
    most, first = 0, 0
    for last, moment in enumerate(came):
        while moment - came[first] > SPAN:
            first += 1
        most = max(most, last - first + 1)
    return most * HOUR / SPAN if most >= _ENOUGH_FOR_A_BURST else 0.0


def _lump(rhythm: Rhythm, came: Sequence[float]) -> float:
    """How many come at once, on the average: those within two minutes of each other."""
    if not came:
        return rhythm.lump
    groups = 1 + sum(after - before > 120 for before, after in pairwise(came))
    return rhythm.lump * 0.8 + 0.2 * len(came) / groups


def _held(rhythm: Rhythm, seen: Seen) -> float:
    """The least that was to be seen lately."""
    if not seen.held:
        return rhythm.held
    if not rhythm.held or seen.held < rhythm.held:
        return float(seen.held)
    return rhythm.held * 0.9 + seen.held * 0.1
