"""How long to wait until a feed is asked again, by its rhythm: soon enough that nothing is pushed out unseen. Pure.

Two bounds, of which the nearer counts. *Safe*: what may come meanwhile, with the bursts that the feed is known for,
still fits into its document. *Fresh*: a request is worth more the more it finds; the delays of all reports together
are least where the pause goes with one over the root of the rate, so each feed's requests are shared out over its week
by the root of the hour's rate, and no feed takes more than its allowance for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from feeds.fetching.rhythm import BURST_HALF_LIFE, HOUR, Rhythm, rates, slot_of

SHORTEST = 2 * 60.0
LONGEST = 6 * HOUR
# Hours until the next look, where one report comes an hour.
PATIENCE = 0.2
# A third of what asking every five minutes would take is 672 requests a week; bursts need some of it.
ALLOWANCE = 560.0
# Of a document's places, those that are counted on: bursts are not announced.
TRUSTED = 0.8
# Polls in a row that found nothing but what was pushed, until the hub is counted on for being fresh.
ENOUGH_PUSHES = 3


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: until the next poll, and until one would have to be feared to come too late."""

    wait: float
    safe: float


def pace(rhythm: Rhythm, interval: float, *, is_pushed: bool = False) -> Pace:
    """When to come again. ``interval``: to begin with, and after something came; silence lengthens it.

    ``is_pushed``: its hub tells what is new, so that a poll need only be safe.
    """
    hourly = rates(rhythm)
    safe = _safe(rhythm, hourly)
    if is_pushed and rhythm.unpushed >= ENOUGH_PUSHES:
        return Pace(min(safe, LONGEST), safe)
    quiet = max(rhythm.at - max(rhythm.last, rhythm.since), 0.0)
    fresh = min(_fresh(rhythm, hourly), max(interval, SHORTEST) + quiet)
    return Pace(max(SHORTEST, min(fresh, safe, LONGEST)), safe)


def _safe(rhythm: Rhythm, hourly: Sequence[float]) -> float:
    """Seconds in which the document will not overflow, as far as the rhythm tells."""
    most = _fits(rhythm.window, rhythm.lump)
    # The clocks of publishers change twice a year, those of the week's hours do not.
    careful = [
        max(three)
        for three in zip((*hourly[-1:], *hourly[:-1]), hourly, (*hourly[1:], *hourly[:1]), strict=True)
    ]
    seconds = _until(rhythm, careful, most, root=False)
    if rhythm.peak > 0:
        seconds = min(seconds, TRUSTED * rhythm.window / rhythm.peak * HOUR)
    return max(seconds, SHORTEST)


def _fits(window: float, lump: float) -> float:
    """How many reports to expect at most: what comes in lumps of such a size then overflows less than once in thousands."""
    spread = 3 * sqrt(lump)
    room = window - lump
    if room <= 0:
        return window * 0.1
    return max(((sqrt(spread * spread + 4 * room) - spread) / 2) ** 2, window * 0.1)


def _fresh(rhythm: Rhythm, hourly: Sequence[float]) -> float:
    worth = max(PATIENCE, sum(sqrt(rate) for rate in hourly) / ALLOWANCE)
    return _until(rhythm, hourly, worth, root=True)


def _until(rhythm: Rhythm, hourly: Sequence[float], amount: float, *, root: bool) -> float:
    """Seconds from the last poll until so much has gathered, hour by hour of the week; a burst counts while it fades."""
    burst = rhythm.burst * 0.693 / (BURST_HALF_LIFE / HOUR)
    at, end, gathered = rhythm.at, rhythm.at + LONGEST, 0.0
    while at < end:
        step = min(HOUR - at % HOUR, end - at, HOUR / 4)
        rate = max(hourly[slot_of(at)], burst * 0.5 ** ((at - rhythm.at) / BURST_HALF_LIFE))
        grown = (sqrt(rate) if root else rate) * step / HOUR
        if gathered + grown >= amount:
            return at - rhythm.at + step * (amount - gathered) / grown
        gathered, at = gathered + grown, at + step
    return LONGEST
