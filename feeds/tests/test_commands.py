"""``manage.py feeds``: import, parse, poll, health."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from articles.models import Source
from feeds.models import Feed, Fetch, ImportedItem, ItemVersion
from feeds.tests.conftest import item, rss
from newsroom.testing.loopback import Loopback

DATA = Path(__file__).parent / "data"
REPOSITORY = settings.BASE_DIR


def run(*arguments: str) -> tuple[list[Any], bool]:
    """Every JSON line that it prints, and whether it ended well."""
    out, well = io.StringIO(), True
    try:
        call_command("feeds", *arguments, "--json", stdout=out)
    except SystemExit as end:
        well = not end.code
    return [json.loads(line) for line in out.getvalue().splitlines()], well


@pytest.mark.django_db
class TestImport:
    def test_it_works(self) -> None:
        (counts,), well = run("import", str(DATA / "rss.xml"), "--source", "Northline Press")

        assert well
        assert counts == {"items": 2, "new": 2, "updated": 0, "duplicate": 0, "failed": 0, "failures": []}
        found = ImportedItem.objects.select_related("feed__source")
        assert {(one.state, one.feed.source.name) for one in found} == {("held", "Northline Press")}
        assert Feed.objects.get().next_fetch_at is None

    def test_twice_is_once_and_a_change_is_an_update(self, tmp_path: Path) -> None:
        file = tmp_path / "feed.xml"
        file.write_text(rss(item(1), item(2)))
        run("import", str(file))

        (again,), _ = run("import", str(file))
        file.write_text(rss(item(1), item(2, title="New title")))
        (changed,), _ = run("import", str(file))

        assert (again["new"], again["duplicate"]) == (0, 2)
        assert (changed["updated"], changed["duplicate"]) == (1, 1)
        assert Source.objects.filter(name="Imported files").count() == Feed.objects.count() == 1

    def test_the_same_guid_of_another_feed_is_another_item(self, tmp_path: Path) -> None:
        for name in ("One", "Two"):
            (tmp_path / name).write_text(rss(item(1, description=f"Words of {name}."), title=name))
        (counts,), _ = run("import", str(tmp_path / "One"), str(tmp_path / "Two"))
        assert counts["new"] == 2

    def test_every_failure_has_its_reason(self, tmp_path: Path) -> None:
        bad = {
            "page.html": b"<!DOCTYPE html><html></html>",
            "empty.xml": b"",
            "cut.xml": b"<rss version='2.0'><channel><title>Cut",
            "large.xml": b"<rss>" + b" " * (21 * 1024 * 1024),
        }
        for name, body in bad.items():
            (tmp_path / name).write_bytes(body)
        names = [str(tmp_path / name) for name in [*bad, "missing.xml"]]

        (counts,), well = run("import", *names, str(DATA / "rss.xml"), "http://10.0.0.1/feed")

        assert not well
        assert (counts["items"], counts["new"], counts["failed"]) == (2, 2, 6)
        assert [failure["file"] for failure in counts["failures"]] == [*names, "http://10.0.0.1/feed"]
        reasons = " ".join(failure["reason"] for failure in counts["failures"])
        for words in ("web page", "empty", "breaks off", "larger", "No such file", "public web"):
            assert words in reasons

    def test_addresses(self, web: Loopback, make_feed: Callable[..., Feed]) -> None:
        known = make_feed(web.page("/known", rss(item(1))))

        (counts,), well = run("import", known.url, web.page("/new", rss(item(2), title="New")))

        assert (counts["new"], well) == (2, True)
        assert known.items.count() == 1
        known.refresh_from_db()
        assert known.health == "well"
        # Both say in their history that somebody did it, and what came of it is known to be theirs.
        assert set(Fetch.objects.values_list("way", "new")) == {("by_hand", 1)}
        assert set(ItemVersion.objects.values_list("fetch__way", flat=True)) == {"by_hand"}


class TestParse:
    def test_it_works(self) -> None:
        lines, well = run("parse", str(DATA / "rss.xml"), str(DATA / "feed.json"))

        assert well
        first = lines[0]
        assert list(first) == ["file", "ok", "error", "feed", "items"]
        assert (first["ok"], first["error"]) == (True, None)
        assert first["feed"] == {
            "title": "Northline Wire",
            "link": "https://northline.example/",
            "language": "en-gb",
        }
        report = first["items"][0]
        assert list(report) == [
            *(
                "guid",
                "link",
                "title",
                "summary",
                "content_html",
                "authors",
                "published",
                "updated",
                "categories",
            ),
            *("enclosures", "credit", "source", "language", "doubtful"),
        ]
        assert report["published"] == "2026-03-10T09:00:00+00:00"
        assert report["enclosures"] == [
            {"url": "https://northline.example/tram.jpg", "type": "image/*", "length": 1200}
        ]

    def test_one_line_for_each_file_also_for_what_is_none(self, tmp_path: Path) -> None:
        (tmp_path / "x").write_text("nothing")

        lines, well = run("parse", str(tmp_path / "x"), str(DATA / "rdf.xml"))

        assert not well
        assert [line["ok"] for line in lines] == [False, True]
        assert "not a feed" in lines[0]["error"]
        assert lines[0]["items"] == []

    def test_neither_database_nor_secret_is_needed(self, tmp_path: Path) -> None:
        environment = {"PATH": os.environ["PATH"], "NEWSROOM_VAR": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "manage.py", "feeds", "parse", str(DATA / "rss.xml"), "--json"],
            cwd=REPOSITORY,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout)["ok"]


@pytest.mark.django_db
class TestPollAndHealth:
    def test_what_is_due(self, web: Loopback, make_feed: Callable[..., Feed]) -> None:
        make_feed(web.page("/good", rss(item())))
        (counts,), well = run("poll")
        assert (counts["new"], well) == (1, True)

    def test_one_feed_due_or_not(self, web: Loopback, make_feed: Callable[..., Feed]) -> None:
        feed = make_feed(web.page("/feed", "<html></html>"), next_fetch_at=None)

        (counts,), well = run("poll", "--feed", str(feed.pk))

        assert (counts["failed"], well) == (1, False)
        assert counts["failures"][0]["file"] == feed.url
        with pytest.raises(CommandError, match="no feed"):
            run("poll", "--feed", "0")

    def test_health_in_words(self, web: Loopback, make_feed: Callable[..., Feed]) -> None:
        feed = make_feed(web.page("/feed", status=404))
        run("poll", "--feed", str(feed.pk))

        (line,), well = run("health")

        assert well
        assert (line["id"], line["health"], line["failures"]) == (feed.pk, "failing", 1)
        assert "nothing at this address" in line["words"]
