"""Publishers as they are: agencies with nights, papers, blogs, weeklies, batches, dead feeds; all made up, and seeded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import pi, sin
from random import Random

HOUR, DAY, DAYS = 3600.0, 86_400.0, 30
START = 1_772_323_200.0  # Sunday, 1 March 2026, 00:00 UTC; clocks change on the 29th in Europe


@dataclass(frozen=True)
class Publisher:
    """One feed's month: when its reports come, and how many of them it shows."""

    kind: str
    window: int
    times: Sequence[float] = field(repr=False)
    is_dated: bool = True
    headers: dict[str, str] = field(default_factory=dict)


def day(hour: float) -> float:
    """How busy a house is by its own clock: hardly at night, most before noon and in the early evening."""
    if hour < 5.5 or hour > 23:
        return 0.06
    return 0.5 + 0.5 * sin(pi * (hour - 5.5) / 17.5) + (0.3 if 8 < hour < 12 or 16 < hour < 19 else 0.0)


def steadily(rng: Random, per_day: float, zone: float, weekend: float = 0.4) -> list[float]:
    """Reports through working days, at random moments of busy hours. ``zone``: hours from UTC; clocks change once."""
    times: list[float] = []
    moment, most = START - 7 * DAY, per_day / DAY * 2.2
    while (moment := moment + rng.expovariate(most)) < START + DAYS * DAY:
        local = moment + (zone + (1 if moment > START + 28 * DAY else 0)) * HOUR
        weekday = int(local // DAY + 3) % 7
        share = day(local / HOUR % 24) * (weekend if weekday > 4 else 1.0)
        if rng.random() < share / 1.3:
            times.append(moment)
    return times


def bursts(rng: Random, times: Sequence[float], a_month: float, most: int) -> list[float]:
    """Breaking news at any hour: some tens of reports within an hour or two."""
    found = list(times)
    for _ in range(round(a_month * rng.uniform(0.6, 1.4))):
        began, length = START + rng.random() * DAYS * DAY, rng.uniform(0.4, 2.5) * HOUR
        found += [began + length * rng.random() ** 1.6 for _ in range(rng.randint(most // 3, most))]
    return sorted(found)


def batches(rng: Random, zone: float, hours: Sequence[float], size: int) -> list[float]:
    """So many at once at fixed hours, give or take some minutes."""
    times: list[float] = []
    for number in range(-7, DAYS):
        for hour in hours:
            at = START + number * DAY + (hour - zone) * HOUR + rng.gauss(0, 400)
            times += [at + part for part in range(rng.randint(max(size // 2, 1), size))]
    return sorted(times)


def agency(rng: Random, zone: float) -> Publisher:
    window = rng.choice([50, 100, 200])
    return Publisher("agency", window, bursts(rng, steadily(rng, rng.uniform(150, 400), zone, 0.7), 6, 40))


def agency_of_few_places(rng: Random, zone: float) -> Publisher:
    return Publisher("agency, short", 20, bursts(rng, steadily(rng, rng.uniform(60, 150), zone, 0.7), 4, 25))


def paper(rng: Random, zone: float) -> Publisher:
    window = rng.choice([15, 20, 25, 30])
    times = bursts(rng, steadily(rng, rng.uniform(15, 60), zone), 3, 15)
    return Publisher("paper", window, times, is_dated=rng.random() < 0.8)


def paper_of_ten(rng: Random, zone: float) -> Publisher:
    times = bursts(rng, steadily(rng, rng.uniform(8, 30), zone), 2, 12)
    return Publisher("paper, ten places", 10, times, is_dated=rng.random() < 0.8)


def blog(rng: Random, zone: float) -> Publisher:
    times = steadily(rng, rng.uniform(0.2, 2.0), zone, 0.8)
    return Publisher("blog", 10, times, rng.random() < 0.9, {"cache-control": "max-age=3600"})


def weekly(rng: Random, zone: float) -> Publisher:
    times = [at for at in batches(rng, zone, [7], 8) if int((at + zone * HOUR) // DAY + 3) % 7 == 3]
    return Publisher("weekly", 20, times)


def in_batches(rng: Random, zone: float) -> Publisher:
    size = rng.choice([4, 6, 10])
    hours = rng.sample(range(5, 22), rng.randint(3, 8))
    return Publisher("in batches", size * 2 + 5, batches(rng, zone, hours, size), rng.random() < 0.7)


def all_day_long(rng: Random, zone: float) -> Publisher:
    """Warnings, results, filings: by machines, at all hours."""
    times = bursts(
        rng, sorted(START + (rng.random() * 37 - 7) * DAY for _ in range(rng.randint(400, 2500))), 2, 30
    )
    return Publisher("machine", rng.choice([30, 50, 100]), times)


def ticker(rng: Random, zone: float) -> Publisher:
    """Ten places, and thirty alerts within half an hour when something happens."""
    return Publisher("ticker", 10, bursts(rng, steadily(rng, rng.uniform(20, 60), zone), 5, 30))


def moving(rng: Random, zone: float) -> Publisher:
    """Its house moves by eight hours in the midst of the month."""
    before, after = steadily(rng, 50, zone), steadily(rng, 50, zone + 8)
    moved = START + 15 * DAY
    times = [at for at in before if at < moved] + [at for at in after if at >= moved]
    return Publisher("moving", 25, bursts(rng, times, 2, 15))


def waking(rng: Random, zone: float) -> Publisher:
    """Silent for half of the month, then busy."""
    times = [at for at in steadily(rng, 40, zone) if at > START + 16 * DAY]
    return Publisher("waking", 25, times)


def dead(rng: Random, zone: float) -> Publisher:
    return Publisher("dead", 10, [])


KINDS: tuple[tuple[Callable[[Random, float], Publisher], float], ...] = (
    (agency, 0.08),
    (agency_of_few_places, 0.05),
    (paper, 0.22),
    (paper_of_ten, 0.12),
    (blog, 0.17),
    (weekly, 0.05),
    (in_batches, 0.08),
    (all_day_long, 0.05),
    (ticker, 0.03),
    (moving, 0.03),
    (waking, 0.04),
    (dead, 0.08),
)


def house(number: int, seed: int) -> list[Publisher]:
    """So many publishers of all kinds, in all zones."""
    rng = Random(seed)
    return [
        make(rng, rng.choice([-8, -5, -3, 0, 1, 1, 1, 2, 3, 5.5, 9]))
        for make, share in KINDS
        for _ in range(max(1, round(number * share)))
    ]
