"""What a hostile tenth of the servers costs the others: 1,000 feeds on loopback, two workers, rounds in turn."""

import statistics
import sys
from typing import Any

from tests.faults.hostile_round import wires

HEALTHY, HOSTILE, ROUNDS = 900, 100, 5


def measure() -> dict[str, Any]:
    """Rounds of the healthy alone and of all, in turn; the medians' ratio."""
    alone: list[float] = []
    together: list[float] = []
    with wires(HEALTHY, HOSTILE) as round_:
        first = round_.poll(hostile=False)
        print(f"first poll of {HEALTHY}: {first:.1f} s, all reports new", file=sys.stderr)
        for number in range(ROUNDS):
            # Which comes first changes, so that what grows from round to round falls on both.
            for hostile in (False, True) if number % 2 else (True, False):
                (together if hostile else alone).append(round_.poll(hostile=hostile))
            print(f"alone {alone[-1]:.1f} s, with hostile {together[-1]:.1f} s", file=sys.stderr)
        peak = round_.peak_megabytes
    return {
        "healthy_delay": round(statistics.median(together) / statistics.median(alone) - 1, 3),
        "healthy_delay_of_fastest": round(min(together) / min(alone) - 1, 3),
        "alone_seconds": round(statistics.median(alone), 2),
        "together_seconds": round(statistics.median(together), 2),
        "feeds_per_minute": round(HEALTHY / statistics.median(alone) * 60),
        "new_feeds_per_minute": round(HEALTHY / first * 60),
        "worker_peak_mb": peak,
    }
