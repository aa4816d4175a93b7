"""Each feed's rhythm: learned from what polls show, and when it is asked again by it; a small simulated month."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bench.polling import publishers
from bench.polling.month import Month, live
from feeds.fetching import rhythm
from feeds.fetching.pace import pace
from feeds.fetching.rhythm import HOUR, Rhythm, Seen, learn
from feeds.fetching.scheduling import Courtesy, by_rhythm, courtesy_from

MONDAY = datetime(2026, 3, 9, tzinfo=UTC).timestamp()
MINUTE = 60.0
INTERVAL = timedelta(minutes=30)


def evenly() -> float:
    return 0.5


def busy(days: int = 14, *, held: int = 30, hours: range = range(8, 20)) -> Rhythm:
    """Four reports in each of some hours of the day, seen every half hour, until midnight before a Monday."""
    known, at = Rhythm(), MONDAY - days * 24 * HOUR
    while at <= MONDAY:
        new = 2 if int(at / HOUR) % 24 in hours else 0
        known = learn(known, Seen(at, new, held if new else 0))
        at += 0.5 * HOUR
    return known


def at_hour(known: Rhythm, hour: float) -> Rhythm:
    """The same, looked at on Monday at that hour, after silence."""
    return learn(known, Seen(MONDAY + hour * HOUR))


def test_it_works() -> None:
    """A month of some feeds: at most one report in a thousand is missed, at a third of the requests at most."""
    rng, all_of = Random(7), Month()
    makers = [
        publishers.paper_of_ten,
        publishers.blog,
        publishers.in_batches,
    ]
    for make in makers:
        all_of.add(live(make(rng, 1), rng))

    assert all_of.came > 800
    assert all_of.missed_share <= 0.001
    assert all_of.request_share <= 1 / 3
    assert all_of.delay(0.5) < 12


def test_busy_hours_are_asked_more_often_than_nights() -> None:
    known = busy()

    day, night = (pace(at_hour(known, hour), 30 * MINUTE).wait for hour in (9, 1))

    assert 5 * MINUTE < day < 12 * MINUTE
    assert night > 3 * day


def test_a_night_ends_with_the_first_busy_hour() -> None:
    waits = pace(at_hour(busy(), 6.5), 30 * MINUTE).wait

    assert waits < 1.7 * HOUR


def test_a_burst_shortens_and_fades() -> None:
    quiet = at_hour(busy(), 2)
    at = quiet.at + 10 * MINUTE
    burst = learn(quiet, Seen(at, 10, 30, [at - number * MINUTE for number in range(10)]))
    later = learn(burst, Seen(burst.at + 3 * HOUR))

    in_burst = pace(burst, 30 * MINUTE).wait

    assert in_burst < 8 * MINUTE < pace(quiet, 30 * MINUTE).wait
    assert pace(later, 30 * MINUTE).wait > 2 * in_burst


def test_silence_lengthens_up_to_a_cap() -> None:
    known, waits = Rhythm(), []
    known = learn(known, Seen(MONDAY, 10, 10))
    for _ in range(40):
        waits.append(pace(known, 30 * MINUTE).wait)
        known = learn(known, Seen(known.at + waits[-1]))

    assert waits[0] == 30 * MINUTE
    assert waits == sorted(waits)
    assert 3 * HOUR < waits[-1] <= 6 * HOUR


def test_a_small_window_is_asked_before_it_overflows() -> None:
    small, large = busy(held=4), busy(held=60)

    assert pace(at_hour(small, 9), 30 * MINUTE).safe < 0.7 * HOUR
    assert pace(at_hour(large, 9), 30 * MINUTE).safe > 2 * HOUR


def test_dates_tell_of_the_past_before_the_first_poll() -> None:
    dates = [MONDAY - number * 0.5 * HOUR for number in range(50)]
    learned = learn(Rhythm(), Seen(MONDAY, 50, 50, dates))

    assert sum(learned.slots) == pytest.approx(50)
    assert pace(learned, 30 * MINUTE).wait < 15 * MINUTE


def test_what_is_pushed_need_only_be_safe() -> None:
    known = at_hour(busy(), 9)
    trusted = rhythm.from_data({**rhythm.as_data(known), "unpushed": 3})

    assert (
        pace(known, 30 * MINUTE, is_pushed=True).wait < 12 * MINUTE
    )  # nothing shows yet that the hub can be trusted
    assert pace(trusted, 30 * MINUTE, is_pushed=True).wait == pace(trusted, 30 * MINUTE).safe
    assert pace(trusted, 30 * MINUTE, is_pushed=False).wait < 12 * MINUTE


def test_it_is_kept_small_and_read_again() -> None:
    known = busy()
    data = rhythm.as_data(known)

    assert len(str(data)) < 1_500
    assert rhythm.as_data(rhythm.from_data(data)) == data
    assert rhythm.from_data({"slots": [1]}) == rhythm.from_data({}) == Rhythm()


def test_how_often_something_usually_comes() -> None:
    assert 10 * MINUTE < rhythm.usual_gap(busy()) < 25 * MINUTE
    assert rhythm.usual_gap(Rhythm()) == 0


def test_a_poll_of_the_past_teaches_nothing() -> None:
    known = busy()

    assert learn(known, Seen(known.at - 5, 10, 10)) == known


@pytest.mark.parametrize(
    ("courtesy", "headers", "least"),
    [
        (Courtesy(minutes=60), {}, 60),
        (Courtesy(), {"cache-control": "max-age=3600"}, 60),
        (Courtesy(), {"expires": "Mon, 09 Mar 2026 10:00:00 GMT"}, 60),
        (Courtesy(skip_hours=(9, 10)), {}, 120),
        (Courtesy(skip_hours=tuple(range(24))), {}, 5),  # that is nonsense
    ],
)
def test_what_feeds_ask_for_is_kept_to(courtesy: Courtesy, headers: dict[str, str], least: int) -> None:
    known = at_hour(busy(held=100), 9)
    now = datetime.fromtimestamp(known.at, UTC)

    then = by_rhythm(known, INTERVAL, headers, now, courtesy=courtesy, chance=evenly)

    assert timedelta(minutes=least) <= then - now < timedelta(minutes=least * 1.2 + 10)
    assert courtesy_from(courtesy.as_data()) == courtesy


def test_but_not_where_it_costs_reports() -> None:
    known = at_hour(busy(held=4), 9)
    now = datetime.fromtimestamp(known.at, UTC)
    asked_for = Courtesy(minutes=300, skip_hours=tuple(range(9, 20)), skip_days=("Monday",))

    then = by_rhythm(known, INTERVAL, {"cache-control": "max-age=20000"}, now, courtesy=asked_for)

    assert (then - now).total_seconds() <= pace(known, 30 * MINUTE).safe * 1.1
