"""When a mail leaves, by a fixed clock: in several zones, and over both changes of clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from notifications.defaults import default_of
from notifications.departing import Leave, Wait, Wish, departure, instant, next_at, next_hour, quiet_until
from notifications.models import How

BERLIN, NEW_YORK, KOLKATA, LORD_HOWE = (
    ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
)


def at(words: str, zone: ZoneInfo | None = None, fold: int = 0) -> datetime:
    moment = datetime.fromisoformat(words)
    return moment.replace(tzinfo=zone or UTC, fold=fold).astimezone(UTC)


def clock(words: str) -> time:
    return time.fromisoformat(words)


def wish(how: str = How.AT_ONCE, zone: ZoneInfo = BERLIN, quiet: str = "") -> Wish:
    begin, _, end = quiet.partition("–")
    return Wish(how, zone, clock("07:00"), clock(begin) if quiet else None, clock(end) if quiet else None)


def test_it_works() -> None:
    assert departure(wish(), at("2026-01-10 02:00")) == Leave()


@pytest.mark.parametrize(
    ("now", "zone", "until"),
    [
        ("2026-01-10 23:30", BERLIN, "2026-01-11 06:30"),
        ("2026-01-10 05:00", BERLIN, "2026-01-10 06:30"),
        ("2026-01-10 06:30", BERLIN, ""),
        ("2026-01-10 21:59", BERLIN, ""),
        ("2026-01-10 22:00", NEW_YORK, "2026-01-11 06:30"),
        ("2026-01-10 22:00", KOLKATA, "2026-01-11 06:30"),
        ("2026-03-29 01:30", BERLIN, "2026-03-29 06:30"),  # an hour shorter: the clocks jump at two
        ("2026-10-24 23:00", BERLIN, "2026-10-25 06:30"),  # an hour longer
    ],
)
def test_quiet_hours_in_the_persons_zone(now: str, zone: ZoneInfo, until: str) -> None:
    found = departure(wish(zone=zone, quiet="22:00–06:30"), at(now, zone))
    assert found == (Wait(at(until, zone), "quiet") if until else Leave())


def test_quiet_hours_within_one_day() -> None:
    nap = wish(quiet="13:00–15:00")
    assert quiet_until(nap, at("2026-06-01 14:00", BERLIN)) == at("2026-06-01 15:00", BERLIN)
    assert quiet_until(nap, at("2026-06-01 16:00", BERLIN)) is None
    assert quiet_until(nap, at("2026-06-01 01:00", BERLIN)) is None


def test_quiet_hours_last_the_same_night_whatever_clocks_do() -> None:
    night = wish(quiet="22:00–06:00")
    spring = at("2026-03-28 22:00", BERLIN), at("2026-03-29 06:00", BERLIN)
    autumn = at("2026-10-24 22:00", BERLIN), at("2026-10-25 06:00", BERLIN)
    assert spring[1] - spring[0] == timedelta(hours=7)
    assert autumn[1] - autumn[0] == timedelta(hours=9)
    for begin, end in (spring, autumn):
        assert quiet_until(night, begin - timedelta(seconds=1)) is None
        assert quiet_until(night, begin) == end
        assert quiet_until(night, end - timedelta(seconds=1)) == end
        assert quiet_until(night, end) is None


def test_an_end_that_comes_twice_wakes_nobody_between() -> None:
    night = wish(quiet="22:00–02:30")
    first, second = at("2026-10-25 02:30", BERLIN), at("2026-10-25 02:30", BERLIN, fold=1)
    assert second - first == timedelta(hours=1)
    for minutes in range(0, 60, 7):
        assert quiet_until(night, first + timedelta(minutes=minutes)) == second
    assert quiet_until(night, second) is None


def test_an_end_that_is_left_out_comes_after_the_jump() -> None:
    assert quiet_until(wish(quiet="22:00–02:30"), at("2026-03-29 01:30", BERLIN)) == at(
        "2026-03-29 03:30", BERLIN
    )


def test_urgent_mails_leave_in_quiet_hours_and_are_not_bundled() -> None:
    for how in (How.AT_ONCE, How.HOURLY, How.DAILY):
        now = at("2026-01-10 23:30", BERLIN)
        assert departure(wish(how, quiet="22:00–06:30"), now, is_urgent=True) == Leave()


@pytest.mark.parametrize(
    ("now", "zone", "until"),
    [
        ("2026-01-10 10:20", BERLIN, "2026-01-10 11:00"),
        ("2026-01-10 10:00", BERLIN, "2026-01-10 11:00"),
        ("2026-01-10 10:20", KOLKATA, "2026-01-10 11:00"),
        ("2026-03-29 01:20", BERLIN, "2026-03-29 03:00"),
    ],
)
def test_bundles_leave_at_the_full_hour_of_the_persons_clock(now, zone, until) -> None:
    assert departure(wish(How.HOURLY, zone), at(now, zone)) == Wait(at(until, zone), How.HOURLY)
    assert departure(wish(How.HOURLY, zone), at(now, zone), is_gathered=True) == Leave()


def test_an_hour_that_comes_twice_has_two_ends() -> None:
    first = at("2026-10-25 02:20", BERLIN)
    assert next_hour(first, BERLIN) == at("2026-10-25 02:00", BERLIN, fold=1)
    assert next_hour(first + timedelta(hours=1), BERLIN) == at("2026-10-25 03:00", BERLIN)


@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK, KOLKATA, LORD_HOWE])
@pytest.mark.parametrize("words", ["00:00", "02:00", "02:15", "02:30", "07:00", "23:59"])
def test_the_daily_mail_comes_once_on_every_day_of_the_year(zone: ZoneInfo, words: str) -> None:
    now, days = at("2026-01-01 00:00", zone) - timedelta(seconds=1), []
    while now < at("2026-12-31 00:00", zone):
        now = next_at(clock(words), now, zone)
        days.append(now.astimezone(zone).date())
    assert len(days) == len(set(days))
    assert days == sorted(days)
    assert (days[-1] - days[0]).days == len(days) - 1


def test_a_daily_mail_within_quiet_hours_comes_at_their_end() -> None:
    late = wish(How.DAILY, quiet="22:00–08:00")
    now = at("2026-05-05 12:00", BERLIN)
    assert departure(late, now) == Wait(at("2026-05-06 07:00", BERLIN), How.DAILY)
    seven = at("2026-05-06 07:00", BERLIN)
    assert departure(late, seven, is_gathered=True) == Wait(at("2026-05-06 08:00", BERLIN), "quiet")


def test_a_time_that_is_left_out_is_as_long_after_the_jump() -> None:
    assert instant(date(2026, 3, 29), clock("02:30"), BERLIN) == at("2026-03-29 03:30", BERLIN)
    assert instant(date(2026, 3, 29), clock("02:30"), BERLIN, fold=1) == at("2026-03-29 03:30", BERLIN)


@pytest.mark.parametrize(
    ("roles", "how"),
    [
        ((), How.AT_ONCE),
        (("reporter",), How.AT_ONCE),
        (("publisher",), How.HOURLY),
        (("publisher", "reporter"), How.AT_ONCE),
    ],
)
def test_defaults_by_role(roles, how) -> None:
    assert default_of("published", "email", roles) == how
    assert default_of("published", "site", roles) == How.AT_ONCE
