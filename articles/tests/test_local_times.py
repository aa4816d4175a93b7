"""Clocks that go forward and back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from articles.admin.times import on_the_clock
from articles.local_times import TwiceThere, clock_changes, instant_of
from moderation.errors import NotAllowed


@pytest.mark.parametrize(
    ("local", "zone", "utc"),
    [
        ("2031-01-15 12:00", "Europe/Berlin", "2031-01-15 11:00"),
        ("2031-07-15 12:00", "Europe/Berlin", "2031-07-15 10:00"),
        ("2031-03-30 01:59", "Europe/Berlin", "2031-03-30 00:59"),
        ("2031-03-30 03:00", "Europe/Berlin", "2031-03-30 01:00"),
        ("2031-10-26 03:00", "Europe/Berlin", "2031-10-26 02:00"),
        ("2031-07-15 12:00", "Asia/Kathmandu", "2031-07-15 06:15"),
    ],
)
def test_it_works(local: str, zone: str, utc: str) -> None:
    assert f"{instant_of(datetime.fromisoformat(local), zone):%Y-%m-%d %H:%M}" == utc


@pytest.mark.parametrize(
    ("local", "zone"),
    [
        ("2031-03-30 02:30", "Europe/Berlin"),
        ("2031-03-09 02:00", "America/New_York"),
        ("2031-10-05 02:15", "Australia/Lord_Howe"),
    ],
)
def test_a_time_in_the_gap_does_not_exist(local: str, zone: str) -> None:
    with pytest.raises(NotAllowed, match="does not exist"):
        instant_of(datetime.fromisoformat(local), zone)


def test_a_time_that_exists_twice_asks_which() -> None:
    local = datetime(2031, 10, 26, 2, 30)  # noqa: DTZ001 — what a clock on the wall shows
    with pytest.raises(TwiceThere) as twice:
        instant_of(local, "Europe/Berlin")

    assert (twice.value.later - twice.value.earlier).total_seconds() == 3600
    assert instant_of(local, "Europe/Berlin", "earlier") == twice.value.earlier
    assert instant_of(local, "Europe/Berlin", "later") == twice.value.later


@pytest.mark.parametrize("zone", ["", "Mars/Phobos", "../etc/passwd", "Europe"])
def test_no_such_zone(zone: str) -> None:
    with pytest.raises(NotAllowed, match="no time zone"):
        instant_of(datetime(2031, 1, 1), zone)  # noqa: DTZ001


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar(year: int) -> None:
    day = datetime(year, 1, 1) if year == 1 else datetime(year, 12, 31, 23, 59)  # noqa: DTZ001
    for zone in ("Asia/Tokyo", "America/New_York"):
        try:
            instant_of(day, zone)
        except NotAllowed as refusal:
            assert "calendar" in str(refusal)  # noqa: PT017


@pytest.mark.parametrize(
    ("zone", "changes"),
    [
        ("Europe/Berlin", ["2031-03-30 01:00 +60", "2031-10-26 01:00 -60"]),
        ("America/New_York", ["2031-03-09 07:00 +60", "2031-11-02 06:00 -60"]),
        ("Australia/Lord_Howe", ["2031-04-05 15:00 -30", "2031-10-04 15:30 +30"]),
        ("Asia/Kolkata", []),
    ],
)
def test_the_changes_of_a_year(zone: str, changes: list[str]) -> None:
    year = clock_changes(zone, datetime(2031, 1, 1, tzinfo=UTC), datetime(2032, 1, 1, tzinfo=UTC))
    assert [f"{each.at:%Y-%m-%d %H:%M} {each.by // timedelta(minutes=1):+d}" for each in year] == changes


@pytest.mark.parametrize(
    "zone",
    ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Kiritimati"],
)
def test_what_a_field_shows_leads_back_to_the_same_instant(zone: str) -> None:
    """Every ten minutes of three days around each change of clocks, and of an ordinary day."""
    year = datetime(2031, 1, 1, tzinfo=UTC), datetime(2032, 1, 1, tzinfo=UTC)
    for around in [*(change.at for change in clock_changes(zone, *year)), datetime(2031, 7, 4, tzinfo=UTC)]:
        for step in range(-216, 216):
            instant = around + timedelta(minutes=10 * step)
            clock, which = on_the_clock(instant, zone)
            assert instant_of(datetime.fromisoformat(clock), zone, which) == instant
            assert instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M") == clock
