"""The calendar: what stands on which day, for whom, wherever one looks from."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles import calendar_keys, ical
from articles.agenda import Lane, Reach, entries
from articles.models import Article, Assignment
from articles.tests.clocks import filed, scheduled
from newsroom.testing import cast

pytestmark = pytest.mark.django_db
MAY = datetime(2031, 5, 4, 10, tzinfo=UTC)
ADDRESS = "/admin/desk/calendar/"


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="accounts.backends.RoleBackend")
    return client


def page(person: User, **query: str) -> str:
    answer = client_of(person).get(ADDRESS, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def planned(published: Article, reporter: User, editor: User, publisher: User) -> Article:
    """One of everything in May 2031."""
    scheduled(reporter, editor, publisher, at=MAY, zone="America/New_York", headline="Goes out at noon")
    Assignment.objects.create(
        title="Somebody is to write this",
        section=published.section,
        assigned_by=editor,
        due_at=MAY - timedelta(days=1),
        due_zone="UTC",
    )
    return filed(
        published,
        publisher,
        expires_at=MAY + timedelta(days=2),
        expires_zone="UTC",
        embargo_until=MAY - timedelta(hours=1),
        embargo_zone="UTC",
        review_on=date(2031, 5, 20),
    )


def test_it_works(planned: Article, editor: User) -> None:
    month = page(editor, day="2031-05-04")
    for words in ("Goes out at noon", "Somebody is to write this", "Expires", "Embargo ends", "Look again"):
        assert words in month
    assert "12:00" in month  # in Berlin
    week = page(editor, day="2031-05-04", view="week")
    assert "06:00" in week  # chosen in New York, said beside it
    assert "Look again" not in week.split("agenda")[1].split("subscribe")[0]


def test_everything_stands_in_order_and_once(planned: Article) -> None:
    found = entries(MAY - timedelta(days=10), MAY + timedelta(days=30), Reach())
    assert [entry.lane for entry in found] == [
        Lane.DUE,
        Lane.EMBARGO,
        Lane.PUBLISHES,
        Lane.EXPIRES,
        Lane.LOOK_AGAIN,
    ]


def test_a_section_is_closed_to_who_does_not_reach_it(planned: Article) -> None:
    sport = cast.person("Sam", "editor", section="sport")
    cast.section("Sport")
    assert "Goes out at noon" not in page(sport, day="2031-05-04")
    assert "Goes out at noon" not in page(sport, day="2031-05-04", section="world")
    assert client_of(cast.person("Mo", "moderator")).get(ADDRESS).status_code == 403
    assert Client().get(ADDRESS).status_code == 302


@pytest.mark.parametrize("day", ["", "x", "0001-01-01", "9999-12-31", "2031-02-30"])
@pytest.mark.parametrize("view", ["month", "week", "<x>"])
def test_any_day_opens(editor: User, day: str, view: str) -> None:
    assert "diary__top" in page(editor, day=day, view=view)


@pytest.mark.parametrize(
    ("zone", "day", "clock"),
    [
        ("Pacific/Pago_Pago", "2031-05-03", "23:00"),
        ("Asia/Kolkata", "2031-05-04", "15:30"),
        ("Pacific/Kiritimati", "2031-05-05", "00:00"),
    ],
)
def test_the_same_instant_stands_on_each_ones_own_day(
    planned: Article, editor: User, zone: str, day: str, clock: str
) -> None:
    User.objects.filter(pk=editor.pk).update(time_zone=zone)
    week = page(editor, day=day, view="week")
    there = week.split(f'data-day="{day}"')[1].split("data-day=")[0]
    assert "Goes out at noon" in there
    assert clock in there
    looks = (
        page(editor, day="2031-05-20", view="week").split('data-day="2031-05-20"')[1].split("data-day=")[0]
    )
    assert "Look again" in looks  # a day without a time stays on its day


@pytest.mark.parametrize(
    ("zone", "day", "words"),
    [
        ("Europe/Berlin", "2031-03-30", "Clocks go forward: 02:00 becomes 03:00"),
        ("Europe/Berlin", "2031-10-26", "Clocks go back: 03:00 becomes 02:00"),
        ("America/New_York", "2031-03-09", "Clocks go forward: 02:00 becomes 03:00"),
        ("America/New_York", "2031-11-02", "Clocks go back: 02:00 becomes 01:00"),
        ("Australia/Lord_Howe", "2031-04-06", "Clocks go back: 02:00 becomes 01:30"),
        ("Australia/Lord_Howe", "2031-10-05", "Clocks go forward: 02:00 becomes 02:30"),
    ],
)
def test_a_change_of_clocks_is_said_on_its_day(editor: User, zone: str, day: str, words: str) -> None:
    User.objects.filter(pk=editor.pk).update(time_zone=zone)
    assert words in page(editor, day=day).split(f'data-day="{day}"')[1].split("data-day=")[0]


# --- For programmes


def feed(token: str) -> str:
    answer = Client().get("/desk/calendar.ics", {"token": token})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    return str(answer.content.decode())


def test_a_programme_reads_what_the_person_may_read(reporter: User, editor: User, publisher: User) -> None:
    at = timezone.now().replace(microsecond=0) + timedelta(days=3)
    text = scheduled(reporter, editor, publisher, at=at, headline="Fish, chips; and “ümlauts” " + "ü" * 60)
    world = calendar_keys.renew(editor)

    lines = feed(world).split("\r\n")

    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = "\r\n".join(lines).replace("\r\n ", "")
    assert f"DTSTART:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}" in whole
    assert "Fish\\, chips\\; and “ümlauts”" in whole
    assert f"/admin/articles/article/{text.article_id}/change/" in whole
    sport = cast.person("Sam", "editor", section="sport")
    assert "Fish" not in feed(calendar_keys.renew(sport))


def test_a_key_opens_until_it_is_made_anew_or_the_person_is_gone(editor: User) -> None:
    first = calendar_keys.renew(editor)
    second = calendar_keys.renew(editor)
    assert Client().get("/desk/calendar.ics", {"token": first}).status_code == 404
    assert "VCALENDAR" in feed(second)
    for token in ("", "x", "\x00", "é" * 1000):
        assert Client().get("/desk/calendar.ics", {"token": token}).status_code == 404
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert Client().get("/desk/calendar.ics", {"token": second}).status_code == 404


def test_a_reader_has_no_calendar(reader: User) -> None:
    token = calendar_keys.renew(reader)
    assert Client().get("/desk/calendar.ics", {"token": token}).status_code == 404


def test_the_address_is_shown_once(editor: User) -> None:
    client = client_of(editor)
    shown = client.post(f"{ADDRESS}key/", follow=True).content.decode()
    token = shown.split("calendar.ics?token=")[1].split('"')[0]
    assert "VCALENDAR" in feed(token)
    assert token not in client.get(ADDRESS).content.decode()
    assert client.get(f"{ADDRESS}key/").status_code == 405


def test_lines_are_escaped_and_folded() -> None:
    event = ical.Event(
        "a", date(2031, 5, 4), "One\r\nEND:VEVENT;,\\ \x00" + "語" * 80, url="https://x.example/"
    )
    text = ical.calendar("Desk", [event], product="The Meridian", now=MAY)
    assert text.count("\r\nEND:VEVENT\r\n") == 1
    assert "DTSTART;VALUE=DATE:20310504" in text
    assert "DTEND;VALUE=DATE:20310505" in text
    assert "\x00" not in text
    assert "SUMMARY:One\\nEND:VEVENT\\;\\,\\\\ " + "語" * 80 in text.replace("\r\n ", "")
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75
        line.encode().decode()  # no character was cut in two


def test_instants_are_in_utc() -> None:
    there = datetime(2031, 10, 26, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin"))
    assert "DTSTART:20311026T013000Z" in ical.calendar(
        "x", [ical.Event("a", there, "x")], product="x", now=MAY
    )
