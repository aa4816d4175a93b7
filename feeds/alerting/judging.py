"""Whether a feed gives cause for alarm: pure, from what is known of it at a moment."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from feeds.fetching.rhythm import HOUR, Rhythm, rates, slot_of

QUIET, FAILING, GONE, SHAPE = "quiet", "failing", "gone", "shape"
# What a sweep begins and ends; moves are told where they happen.
JUDGED = (QUIET, FAILING, GONE, SHAPE)
# With so many arrivals due since the last one, chance leaves one quiet feed in a thousand under suspicion.
ARRIVALS_DUE = 7.0
QUIET_AT_LEAST = timedelta(hours=3)
# Before that nobody knows a feed's usual week.
WATCHED_FOR = timedelta(days=7)
FAILING_AT_LEAST = timedelta(hours=24)
# Longer is not looked back: a feed that brings one report a month is quiet by nature.
LONGEST_LOOK = 60 * 24
# A share of reports that had something (a text, a picture), and have it no more.
USUAL_SHARE, LOST_SHARE = 0.7, 0.2


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a feed."""

    health: str  # of Feed.Health
    failing_since: datetime | None = None  # the last success, or when it was added
    is_gone: bool = False  # 410
    rhythm: Rhythm = field(default_factory=Rhythm)
    usual: dict[str, float] | None = None  # share of earlier reports with each part
    lately: dict[str, float] | None = None  # of the newest ones


def arrivals_due(rhythm: Rhythm, now: datetime) -> float:
    """How many arrivals (of one or several reports at once) the usual week lets expect since the last one."""
    if not rhythm.last:
        return 0.0
    usual, moment, end, due = _surely(rhythm), rhythm.last, now.timestamp(), 0.0
    for _hour in range(LONGEST_LOOK):
        if moment >= end:
            break
        step = min(HOUR - moment % HOUR, end - moment)
        due += usual[slot_of(moment)] * step / HOUR
        moment += step
    return due / max(rhythm.lump, 1.0)


def _surely(rhythm: Rhythm) -> list[float]:
    """Reports per hour in each hour of the week, where that very hour brought them: a weekend leans on no weekday."""
    slots, weeks = rhythm.slots, max(rhythm.weeks, 1.0)
    own = [
        (before + 2 * here + after) / 4 / weeks
        for before, here, after in zip(
            (*slots[-1:], *slots[:-1]), slots, (*slots[1:], *slots[:1]), strict=True
        )
    ]
    return [min(pair) for pair in zip(own, rates(rhythm), strict=True)]


def judge(state: State, now: datetime) -> set[str]:
    """The causes for alarm at this moment."""
    causes: set[str] = set()
    if state.is_gone:
        return {GONE}
    if state.health == "failing" and state.failing_since and now - state.failing_since >= FAILING_AT_LEAST:
        causes.add(FAILING)
    if state.health == "well" and is_quiet(state.rhythm, now):
        causes.add(QUIET)
    if lost_parts(state):
        causes.add(SHAPE)
    return causes


def is_quiet(rhythm: Rhythm, now: datetime) -> bool:
    """Whether the feed is silent beyond its own rhythm: a night or a weekend is none of that."""
    at = now.timestamp()
    if not rhythm.since or at - rhythm.since < WATCHED_FOR.total_seconds():
        return False
    return at - rhythm.last >= QUIET_AT_LEAST.total_seconds() and arrivals_due(rhythm, now) >= ARRIVALS_DUE


def lost_parts(state: State) -> list[str]:
    """What most earlier reports had and hardly any new one has."""
    if not state.usual or not state.lately:
        return []
    return sorted(
        part
        for part, share in state.usual.items()
        if share >= USUAL_SHARE and state.lately.get(part, 0.0) <= LOST_SHARE
    )
