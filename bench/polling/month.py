"""A simulated month: made-up publishers, the scheduling that the house uses, and what it misses, asks and delays.

A report is missed if it came and was pushed out of its feed's document between two polls.
"""

import statistics
import sys
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from bench.polling.publishers import DAY, DAYS, START, Publisher, house
from feeds.fetching import rhythm, scheduling

FEEDS, SEED = 300, 20260301
INTERVAL = timedelta(minutes=30)
A_MONTH_OF_FIVE_MINUTES = DAYS * 24 * 12
_SHOWN_DATES = 60


@dataclass
class Month:
    """What came of some feeds' month."""

    feeds: int = 0
    requests: int = 0
    came: int = 0
    missed: int = 0
    delays: list[float] = field(default_factory=list)

    def add(self, other: "Month") -> None:
        """Count another's beside."""
        self.feeds += other.feeds
        self.requests += other.requests
        self.came += other.came
        self.missed += other.missed
        self.delays += other.delays

    @property
    def missed_share(self) -> float:
        """Of all that came."""
        return self.missed / self.came if self.came else 0.0

    @property
    def request_share(self) -> float:
        """Of what asking every five minutes would take."""
        return self.requests / (self.feeds * A_MONTH_OF_FIVE_MINUTES)

    def delay(self, share: float) -> float:
        """Minutes within which this share of the reports was seen."""
        ordered = sorted(self.delays)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] / 60 if ordered else 0.0


def live(publisher: Publisher, rng: Random, every: float = 0.0) -> Month:
    """Poll one feed through the month, as its rhythm says; or ``every`` so many seconds, to compare with."""
    times, known = publisher.times, rhythm.Rhythm()
    month = Month(feeds=1)
    at, end = START + rng.random() * INTERVAL.total_seconds(), START + DAYS * DAY
    before = bisect_right(times, at)  # what came before the first poll is nobody's to miss
    is_first = True
    while at < end:
        here = bisect_right(times, at)
        came = here - before
        seen = min(came, publisher.window)
        month.requests += 1
        month.came += came
        month.missed += came - seen
        month.delays += [at - moment for moment in times[here - seen : here]]
        if every:
            before, at = here, at + every
            continue
        held = min(here, publisher.window)
        dates = times[max(here - min(held, _SHOWN_DATES), 0) : here] if publisher.is_dated else ()
        new = held if is_first else seen
        # What has not changed is not read again.
        shown = rhythm.Seen(at, new, held if new else 0, dates if new else ())
        known = rhythm.learn(known, shown)
        now = datetime.fromtimestamp(at, UTC)
        then = scheduling.by_rhythm(known, INTERVAL, publisher.headers, now, chance=rng.random)
        # Sweeps look every twenty seconds.
        before, at, is_first = here, then.timestamp() + rng.random() * 20, False
    return month


def measure(feeds: int = FEEDS, seed: int = SEED) -> dict[str, Any]:
    """The month of so many feeds; a line for each kind on the way."""
    rng = Random(seed)
    kinds: dict[str, Month] = defaultdict(Month)
    publishers = house(feeds, seed)
    for publisher in publishers:
        kinds[publisher.kind].add(live(publisher, rng))
    all_of, evenly = Month(), Month()
    for kind, month in kinds.items():
        _tell(kind, month)
        all_of.add(month)
    _tell("all", all_of)
    every = 300 / all_of.request_share
    for publisher in publishers:
        evenly.add(live(publisher, rng, every))
    _tell(f"every {every / 60:.0f} minutes", evenly)
    return {
        "missed_share": round(all_of.missed_share, 6),
        "request_share": round(all_of.request_share, 4),
        "worst_kind_request_share": round(max(month.request_share for month in kinds.values()), 4),
        "median_delay_minutes": round(all_of.delay(0.5), 1),
        "mean_delay_minutes": round(statistics.fmean(all_of.delays) / 60, 1),
        "delay_90_minutes": round(all_of.delay(0.9), 1),
        "delay_99_minutes": round(all_of.delay(0.99), 1),
        "month_feeds": all_of.feeds,
        "month_reports": all_of.came,
    }


def _tell(kind: str, month: Month) -> None:
    print(
        f"{kind:<18} {month.feeds:>4} feeds {month.came:>7} reports, missed {month.missed_share:.4%}, "
        f"requests {month.request_share:.1%} of five-minute polling, seen after "
        f"{month.delay(0.5):.1f} min (half), {month.delay(0.9):.1f} (90 %), {month.delay(0.99):.1f} (99 %)",
        file=sys.stderr,
    )
