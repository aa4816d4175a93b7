"""The demo wire: feeds that our own reader reads, that go on by the clock, and pages behind their links."""

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import httpx2
import pytest
from django.core.management import CommandError, call_command

from feeds.intake.identity import fingerprint
from feeds.parsing.document import parse
from feeds.parsing.reports import ParsedFeed
from newsroom.demo.wire.agencies import AGENCIES, HALYARD, NORTHLINE
from newsroom.demo.wire.composing import TURN_SECONDS, compose, turn_of
from newsroom.demo.wire.sending import LENGTH, sent_by
from newsroom.demo.wire.serving import Wire, answer

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
BASE = "http://127.0.0.1:9106/"


def read(path: str, now: datetime = NOON) -> ParsedFeed:
    found = answer(path, BASE, now)
    assert found is not None
    parsed = parse(found.body, {"content-type": found.kind, "content-location": BASE + path}, now)
    assert isinstance(parsed, ParsedFeed)
    return parsed


class Clock:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wire(clock: Clock) -> Iterator[Wire]:
    server = Wire(0, clock)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("agency", AGENCIES, ids=lambda agency: agency.key)
def test_it_works(agency) -> None:
    feed = read(agency.path)
    assert feed.title == agency.name
    assert feed.version == ("atom10" if agency is HALYARD else "rss20")
    assert not feed.notices
    assert 0 < len(feed.items) <= LENGTH
    for item in feed.items:
        assert item.guid.startswith("tag:")
        assert item.credit == agency.credit
        assert item.categories
        assert not item.doubtful
        assert 4 <= item.content_html.count("<p>") <= 7
        assert item.published <= NOON
        found = answer(urlsplit(item.link).path[1:], BASE, NOON)
        assert item.title.split("'")[0].encode() in found.body


def test_reports_come_with_the_clock_and_a_restart_goes_on() -> None:
    seen = {item.guid for item in read(NORTHLINE.path).items} | {
        item.guid for item in read(HALYARD.path).items
    }
    later = NOON + timedelta(seconds=6 * TURN_SECONDS)
    now = {item.guid for item in read(NORTHLINE.path, later).items} | {
        item.guid for item in read(HALYARD.path, later).items
    }
    assert len(now - seen) >= 3
    compose.cache_clear()
    assert {item.guid for agency in (NORTHLINE, HALYARD) for item in read(agency.path, later).items} == now


def test_some_reports_come_from_both_and_some_come_again_changed() -> None:
    shared, changed, pictured = set(), 0, 0
    for hours in range(4):
        moment = NOON + timedelta(hours=hours)
        one, other = read(NORTHLINE.path, moment).items, read(HALYARD.path, moment).items
        both = {fingerprint(item) for item in one} & {fingerprint(item) for item in other}
        shared |= both
        assert not {item.guid for item in one} & {item.guid for item in other}
        changed += sum(item.updated is not None and item.updated > item.published for item in other)
        pictured += sum(any(file.is_image and file.credit for file in item.enclosures) for item in one)
    assert shared
    assert changed
    assert pictured


def test_an_update_changes_the_words_and_keeps_the_name() -> None:
    turn = next(turn for turn in range(turn_of(NOON), 0, -1) if compose(turn).update)
    report = compose(turn)
    agency = next(agency for agency in AGENCIES if agency.key == report.agency)

    def at(moment: datetime):
        return next(sent for sent in sent_by(agency, moment) if sent.report.turn == turn)

    first, second = at(report.at), at(report.at + timedelta(minutes=5))
    assert first.guid == second.guid
    assert report.update not in first.paragraphs
    assert report.update in second.paragraphs
    assert first.published == second.published < second.updated


def test_every_wording_makes_sentences() -> None:
    for turn in range(44_000_000, 44_002_000):
        report = compose(turn)
        for text in (report.headline, *report.paragraphs, report.update):
            assert "{" not in text
            assert text[:1] in ("", "“") or text[0].isupper() or text[0].isdecimal()


def test_who_has_the_version_gets_no_copy_of_it(wire: Wire, clock: Clock) -> None:
    with httpx2.Client(base_url=wire.base, trust_env=False) as asker:
        first = asker.get(NORTHLINE.path)
        tag, date = first.headers["etag"], first.headers["last-modified"]
        assert asker.get(NORTHLINE.path, headers={"If-None-Match": tag}).status_code == 304
        assert asker.get(NORTHLINE.path, headers={"If-Modified-Since": date}).status_code == 304
        clock.now += timedelta(minutes=10)
        assert asker.get(NORTHLINE.path, headers={"If-None-Match": tag}).status_code == 200
        assert asker.get(NORTHLINE.path, headers={"If-Modified-Since": date}).status_code == 200
        assert asker.head(NORTHLINE.path).headers["content-length"] != "0"


def test_pages_and_pictures_are_there_and_nothing_else(wire: Wire) -> None:
    with httpx2.Client(base_url=wire.base, trust_env=False) as asker:
        index = asker.get("/").text
        for agency in AGENCIES:
            assert f'href="/{agency.path}"' in index
            assert asker.get(f"/{agency.key}/").status_code == 200
        picture = asker.get("/pictures/world/harbour.jpg")
        assert picture.headers["content-type"] == "image/jpeg"
        assert picture.content.startswith(b"\xff\xd8")
        tomorrow = turn_of(NOON + timedelta(days=1))
        for nothing in (
            f"/northline/reports/{tomorrow}/",
            "/pictures/world/nobody.jpg",
            "/pictures/none/harbour.jpg",
            "/x",
        ):
            assert asker.get(nothing).status_code == 404


def test_a_busy_port_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match="cannot be had"):
            call_command("demo_wire", port=taken.getsockname()[1])
