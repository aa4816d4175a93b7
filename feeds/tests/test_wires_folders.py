"""A watched folder: what rests in it is taken in once and put out of the way, and nothing leads out of it."""

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from feeds.fetching import folders, polling, watching_folders
from feeds.fetching.folders import Unreachable, is_well_named, opened
from feeds.fetching.watching_folders import poll_folders
from feeds.models import Feed, Fetch, ImportedItem

pytestmark = pytest.mark.django_db


def ninjs(number: int = 1) -> bytes:
    return json.dumps(
        {
            "uri": f"urn:newsml:harbour.example:{number}",
            "type": "text",
            "pubstatus": "usable",
            "headline": f"Ferry {number} runs",
            "body_html": f"<p>The ferry number {number} left the harbour at ten.</p>",
        }
    ).encode()


@pytest.fixture
def base(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The operator's folder; what lies in it has rested long enough."""
    settings.WIRE_FOLDER = str(tmp_path / "wires")
    monkeypatch.setattr(folders, "RESTS_AFTER", timedelta(seconds=-60))
    monkeypatch.setattr(folders, "MAY_STILL_COME", timedelta(seconds=-60))
    (tmp_path / "wires" / "agency" / "sport").mkdir(parents=True)
    return tmp_path / "wires"


@pytest.fixture
def feed(make_feed: Callable[..., Feed], base: Path) -> Feed:
    return make_feed("folder:agency/sport")


def again(feed: Feed) -> Feed:
    Feed.objects.filter(pk=feed.pk).update(next_fetch_at=timezone.now() - timedelta(seconds=1))
    return feed


def test_it_works(feed: Feed, base: Path) -> None:
    place = base / "agency" / "sport"
    (place / "one.json").write_bytes(ninjs())
    (poll,) = poll_folders()
    assert (poll.tally.new, poll.failed) == (1, False)
    assert ImportedItem.objects.get().headline == "Ferry 1 runs"
    assert [path.name for path in (place / "done").iterdir()] == ["one.json"]
    feed.refresh_from_db()
    assert feed.health == Feed.Health.WELL
    assert feed.next_fetch_at is not None
    assert feed.next_fetch_at < timezone.now() + timedelta(minutes=1)
    assert poll_folders() == []  # not due again yet


def test_files_of_any_format(feed: Feed, base: Path) -> None:
    place = base / "agency" / "sport"
    data = Path(__file__).parent / "data"
    for name in ("rss.xml", "feed.json", "wires/nitf.xml", "wires/newsml.xml", "wires/ninjs2.json"):
        (place / Path(name).name).write_bytes((data / name).read_bytes())
    (poll,) = poll_folders()
    assert poll.tally.failures == ()
    assert len(list((place / "done").iterdir())) == 5
    assert ImportedItem.objects.filter(wire_version="4").exists()


def test_a_file_that_fails_does_not_stop_the_others(feed: Feed, base: Path) -> None:
    place = base / "agency" / "sport"
    (place / "a.xml").write_bytes(b"<nitf><body>")
    (place / "b.json").write_bytes(ninjs())
    (poll,) = poll_folders()
    assert poll.tally.new == 1
    assert (place / "done" / "b.json").exists()
    assert "damaged" in (place / "failed" / "a.xml.reason.txt").read_text()
    feed.refresh_from_db()
    assert feed.health == Feed.Health.FAILING
    assert "a.xml could not be read" in feed.last_error
    assert "damaged" in feed.last_error
    assert Fetch.objects.get().outcome == Fetch.Outcome.FAILED

    (place / "c.json").write_bytes(ninjs(2))
    again(feed)
    poll_folders()
    feed.refresh_from_db()
    assert (feed.health, feed.last_error) == (Feed.Health.WELL, "")


def test_what_is_still_being_written_waits(feed: Feed, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = base / "agency" / "sport"
    monkeypatch.setattr(folders, "RESTS_AFTER", timedelta(seconds=5))
    (place / "young.json").write_bytes(ninjs())
    os.utime(place / "young.json", (0, 0))  # senders keep the time of the original
    with opened(feed) as folder:
        assert folder.resting(timezone.now()) == []
        (file,) = folder.resting(timezone.now() + timedelta(seconds=6))
    assert file.name == "young.json"
    monkeypatch.setattr(folders, "RESTS_AFTER", timedelta(seconds=-60))
    for name in (".hidden.json", "x.json.part", "x.json.tmp", "x.filepart"):
        (place / name).write_bytes(ninjs())
    with opened(feed) as folder:
        assert [one.name for one in folder.resting(timezone.now())] == ["young.json"]


def test_a_half_file_that_rests_gets_time_to_come(
    feed: Feed, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "MAY_STILL_COME", timedelta(minutes=2))
    file = base / "agency" / "sport" / "half.json"
    file.write_bytes(ninjs()[:40])
    assert poll_folders() == []
    assert file.exists()
    file.write_bytes(ninjs())
    again(feed)
    assert poll_folders()[0].tally.new == 1


def test_a_killed_worker_loses_nothing_and_doubles_nothing(
    feed: Feed, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = base / "agency" / "sport"
    (place / "one.json").write_bytes(ninjs())

    class Killed(BaseException):
        pass

    def die(*_all: object) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(folders.Folder, "put", die)  # between the commit and the move
        with pytest.raises(Killed):
            poll_folders()
    assert (place / "one.json").exists()
    Feed.objects.filter(pk=feed.pk).update(leased_until=None)
    again(feed)
    (poll,) = poll_folders()
    assert (poll.tally.new, poll.tally.known) == (0, 1)
    assert ImportedItem.objects.count() == 1
    assert (place / "done" / "one.json").exists()


def test_nothing_leads_out(feed: Feed, base: Path, tmp_path: Path) -> None:
    place = base / "agency" / "sport"
    secret = tmp_path / "secret.json"
    secret.write_bytes(ninjs(7))
    (place / "link.json").symlink_to(secret)
    os.mkfifo(place / "pipe.json")
    assert poll_folders() == []
    (base / "elsewhere").symlink_to(tmp_path)
    feed.url = "folder:elsewhere"
    with pytest.raises(Unreachable), opened(feed):
        pass
    # Nor does the way out of the folder.
    outside = tmp_path / "outside"
    outside.mkdir()
    (place / "done").symlink_to(outside)
    (place / "one.json").write_bytes(ninjs())
    again(Feed.objects.get(pk=feed.pk))
    (poll,) = poll_folders()
    assert list(outside.iterdir()) == []
    assert "could not be moved" in poll.verdict.words
    assert ImportedItem.objects.count() == 1


@pytest.mark.parametrize(
    ("url", "is_good"),
    [
        ("folder:agency", True),
        ("folder:agency/sport-2_a.b", True),
        ("folder:", False),
        ("folder:../etc", False),
        ("folder:/etc", False),
        ("folder:a//b", False),
        ("folder:a/../../b", False),
        ("folder:.hidden", False),
        ("folder:agency/done", False),
        ("folder:a\\b", False),
    ],
)
def test_names(url: str, is_good: bool) -> None:
    assert is_well_named(url) == is_good


def test_a_folder_that_is_not_there_is_told(
    make_feed: Callable[..., Feed], base: Path, settings: Any
) -> None:
    feed = make_feed("folder:nowhere")
    poll_folders()
    feed.refresh_from_db()
    assert "The folder is not there" in feed.last_error
    settings.WIRE_FOLDER = ""
    again(feed)
    poll_folders()
    feed.refresh_from_db()
    assert "NEWSROOM_WIRE_FOLDER" in feed.last_error


def test_the_same_name_twice_keeps_both(feed: Feed, base: Path) -> None:
    place = base / "agency" / "sport"
    for number in (1, 2):
        (place / "story.json").write_bytes(ninjs(number))
        again(feed)
        poll_folders()
    assert len(list((place / "done").iterdir())) == 2


def test_a_file_that_is_too_large_fails_in_words(
    feed: Feed, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "MAX_BYTES", 20_971_520)
    with (base / "agency" / "sport" / "big.xml").open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    poll_folders()
    feed.refresh_from_db()
    assert "larger than a feed may be" in feed.last_error


def test_by_hand_and_never_by_the_web(feed: Feed, base: Path) -> None:
    (base / "agency" / "sport" / "one.json").write_bytes(ninjs())
    assert polling.poll_due() == []
    claimed = polling.claim_now(Feed.objects.filter(pk=feed.pk))
    assert claimed is not None
    assert polling.poll_safely(claimed).tally.new == 1
    assert watching_folders.poll_folder(feed).verdict.step == "rest"
