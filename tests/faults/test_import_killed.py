"""Workers are killed with -9 again and again while they take reports in: none lost, none double, the deleted stay away.

Two workers at a time, and a lease is taken from a killed one at once, so that the other may be at the same feed: what
holds then is the intake itself.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from feeds.intake.identity import guid_name, key
from feeds.models import Feed, Tombstone
from newsroom.testing import cast
from tests.house import REPOSITORY, wait_until

ITEM = """<item><guid isPermaLink="false">{guid}</guid><title>Report {guid}</title><link>https://{feed}.example/{guid}</link>
<pubDate>Tue, 10 Mar 2026 10:00:00 GMT</pubDate><description>&lt;p&gt;{text}&lt;/p&gt;</description></item>"""
WORDS = "bridge tide council depot strike court pump fog letter school market power grid union comet brewery frost".split()  # noqa: SIM905
BURIED_EVERY = 29


class Wire:
    """Feeds that grow. The second sends the first one's copy under names of its own."""

    def __init__(self, folder: Path, feeds: int) -> None:
        self.folder = folder
        self.names = [f"wire{number}" for number in range(feeds)]
        self.length = 0

    def grow(self, by: int) -> None:
        """Let each feed have that many more reports; a poll never sees half a feed."""
        self.length += by
        for name in self.names:
            items = "".join(self._item(name, at) for at in reversed(range(self.length)))
            body = f'<rss version="2.0"><channel><title>{name}</title>{items}</channel></rss>'
            (self.folder / f".{name}").write_text(body)
            (self.folder / f".{name}").rename(self.folder / name)

    def guids(self, name: str, upto: int) -> list[str]:
        """The guids of a feed."""
        return [f"{name}-{at}" for at in range(upto)]

    def buried(self, name: str, upto: int) -> list[str]:
        """Those of them that were deleted."""
        return self.guids(name, upto)[7::BURIED_EVERY] if name not in self.names[:2] else []

    def _item(self, name: str, at: int) -> str:
        chance = random.Random(f"{self.names[0] if name == self.names[1] else name} {at}")
        text = " ".join(f"{chance.choice(WORDS)}{chance.randrange(99)}" for _ in range(45))
        return ITEM.format(guid=f"{name}-{at}", feed=name, text=text)


class Workers:
    """Two at a time, each killed sooner or later."""

    def __init__(self, folder: Path) -> None:
        name = connection.settings_dict["NAME"]
        urls = {"DATABASE_URL": settings.DATABASE_URL, "DATABASE_OWNER_URL": settings.DATABASE_OWNER_URL}
        here = {key: urlsplit(url)._replace(path=f"/{name}").geturl() for key, url in urls.items()}
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.import_workers", str(folder)],
            cwd=REPOSITORY,
            env={**os.environ, **here, "DJANGO_SETTINGS_MODULE": "newsroom.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.numbers = [self._another(), self._another()]

    def _another(self) -> int:
        assert self._nursery.stdin is not None
        assert self._nursery.stdout is not None
        self._nursery.stdin.write("\n")
        self._nursery.stdin.flush()
        return int(self._nursery.stdout.readline())

    def kill_the_older(self) -> None:
        """As the kernel would when memory runs out; another takes its place."""
        os.kill(self.numbers.pop(0), signal.SIGKILL)
        self.numbers.append(self._another())

    def end(self) -> None:
        """No more of them."""
        for number in self.numbers:
            os.kill(number, signal.SIGKILL)
        self._nursery.kill()
        self._nursery.wait()


def sql(query: str, *parameters: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall() if cursor.description else []


def number(query: str) -> int:
    return int(sql(query)[0][0])


def set_up(wire: Wire, buried: dict[str, list[str]]) -> None:
    source, section = cast.source("Wire", is_own=False), cast.section()
    for name in wire.names:
        feed = Feed.objects.create(url=f"https://{name}.example/", title=name, source=source, section=section)
        Tombstone.objects.bulk_create(
            Tombstone(feed=feed, identity=guid, guid_key=key(guid_name(guid)), why="Deleted")
            for guid in buried[name]
        )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kills", "feeds", "by"), [(12, 4, 12), pytest.param(100, 20, 5, marks=pytest.mark.full)]
)
def test_killed_at_any_step_of_an_import(tmp_path: Path, kills: int, feeds: int, by: int) -> None:
    chance = random.Random(5)
    total = kills * by
    wire = Wire(tmp_path, feeds)
    wire.grow(by)
    buried = {name: wire.buried(name, total) for name in wire.names}
    set_up(wire, buried)
    workers = Workers(tmp_path)
    try:
        for turn in range(kills):
            sql("UPDATE feeds_feed SET next_fetch_at = now(), leased_until = NULL")
            time.sleep(0.05 + chance.random() * 0.25)
            workers.kill_the_older()
            if turn + 1 < kills:
                wire.grow(by)
        sql("UPDATE feeds_feed SET next_fetch_at = now(), leased_until = NULL")
        due = "SELECT count(*) FROM feeds_feed WHERE next_fetch_at IS NOT NULL"
        wait_until(lambda: not number(due), 120, "the import does not come to an end")
    finally:
        workers.end()

    for name in wire.names:
        found = [row[0] for row in sql(OF_FEED, name)]
        assert sorted(found) == sorted(set(wire.guids(name, total)) - set(buried[name])), name
    assert number("SELECT count(*) FROM feeds_tombstone") == sum(map(len, buried.values()))
    # The two feeds with the same copy: one of each pair waits, the other is folded into it.
    assert number("SELECT count(*) FROM feeds_importeditem WHERE state = 'duplicate'") == total
    assert number(PAIRS) == total
    for lonely in (WAITS_ONCE, STRANGERS, VERSIONS, DECISIONS):
        assert number(lonely) == 0, lonely
    for audit in ("ledger", "workflow"):
        call_command("audit", audit)


OF_FEED = "SELECT item.guid FROM feeds_importeditem item JOIN feeds_feed feed ON feed.id = feed_id WHERE feed.title = %s"
PAIRS = """SELECT count(*) FROM feeds_importeditem copy JOIN feeds_importeditem original ON original.id = copy.duplicate_of_id
    WHERE split_part(copy.guid, '-', 2) = split_part(original.guid, '-', 2) AND original.state = 'held' AND copy.feed_id <> original.feed_id"""
# Each of these counts what must not be.
WAITS_ONCE = """SELECT count(*) FROM feeds_importeditem item WHERE (item.state = 'held')::int <> (
    SELECT count(*) FROM moderation_item WHERE kind = 'feeds.importeditem' AND object_id = item.id AND closed_at IS NULL)"""
STRANGERS = """SELECT count(*) FROM moderation_item WHERE kind = 'feeds.importeditem'
    AND NOT EXISTS (SELECT 1 FROM feeds_importeditem WHERE id = object_id)"""
VERSIONS = """SELECT count(*) FROM feeds_importeditem item WHERE 1 <> (
    SELECT count(*) FROM feeds_itemversion WHERE item_id = item.id)"""
DECISIONS = """SELECT count(*) FROM feeds_importeditem item WHERE 1 <> (
    SELECT count(*) FROM moderation_decision WHERE kind = 'feeds.importeditem' AND object_id = item.id)"""
