"""A tenth of the servers is hostile. The others are polled as if it were not there, and each hostile one is told in words."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from common.outbound import Client, Limits, Response
from feeds.fetching import troubles
from feeds.fetching.sweeping import Sweep
from feeds.models import Feed, ImportedItem
from newsroom.testing import cast
from newsroom.testing.hostile_hosts import HOSTILE, REPORTS
from tests.faults.hostile_round import wires
from tests.house import REPOSITORY

HEALTHY = 40
# The trouble of each kind, and what of it is seen beside the words.
TOLD = {
    "hangs": ("silent", ""),
    "hangs_after_headers": ("silent", "HTTP 200 application/rss+xml"),
    "drips": ("too-slow", "HTTP 200 application/rss+xml"),
    "redirects": ("redirects", "HTTP 302 /5"),
    "bomb": ("bomb", "HTTP 200 gzip"),
    "endless": ("too-large", "HTTP 200 application/rss+xml"),
    "wrong_length": ("no-http", "HTTP 200 application/rss+xml"),
    "tls_garbage": ("tls", ""),
    "too_often": ("status-429", "Retry-After: 7200"),
    "leads_inside": ("link-local", "HTTP 302 http://169.254.169.254/latest/meta-data/"),
}


# Those that are waited for in vain.
IDLE = {"hangs", "hangs_after_headers", "drips"}


@dataclass(frozen=True)
class Impatient(Client):
    """Waits briefly for the ``idle`` alone: on a busy machine all others may need their time."""

    idle: frozenset[str] = frozenset()

    async def fetch(self, url: str, **options: Any) -> Response:
        limits = Limits(read=2, total=3) if url in self.idle else self.limits
        return await Client(self.allow, limits=limits).fetch(url, **options)


@pytest.fixture
def client() -> Iterator[Client]:
    """Feeds on loopback: some healthy, and one that is hostile in each way; who may ask them."""
    command = [sys.executable, "-m", "newsroom.testing.hostile_hosts", str(HEALTHY), str(len(HOSTILE))]
    with subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as servers:
        assert servers.stdout
        feeds = json.loads(servers.stdout.readline())
        source, section = cast.source("Wire", is_own=False), cast.section()
        Feed.objects.bulk_create(
            Feed(url=feed["url"], folder=feed["kind"], source=source, section=section) for feed in feeds
        )
        yield Impatient(
            frozenset(feed["place"] for feed in feeds),
            idle=frozenset(feed["url"] for feed in feeds if feed["kind"] in IDLE),
        )
        servers.kill()


@pytest.mark.django_db
def test_the_healthy_are_polled_and_each_hostile_one_is_told(client: Client) -> None:
    Sweep(seconds=60, client=client).run()

    healthy = Feed.objects.filter(folder="healthy")
    assert set(healthy.values_list("health", "failures", "leased_until")) == {("well", 0, None)}
    assert ImportedItem.objects.count() == HEALTHY * REPORTS
    now = timezone.now()
    hostile = Feed.objects.exclude(folder="healthy")
    found = {feed.folder: (feed.last_trouble["code"], feed.last_trouble["evidence"]) for feed in hostile}
    for kind, (code, seen) in TOLD.items():
        assert found[kind][0] == code
        assert seen in found[kind][1]
    for feed in hostile:
        told = troubles.in_words(feed)
        assert told.words
        assert told.repair
        assert "%(" not in told.words + told.repair
        assert (feed.health, feed.failures, feed.leased_until) == ("failing", 1, None)
        (fetch,) = feed.fetches.all()
        assert (fetch.outcome, fetch.trouble) == ("failed", feed.last_trouble)
        assert feed.next_fetch_at is not None
        least = timedelta(minutes=119 if feed.folder == "too_often" else 20)
        assert now + least < feed.next_fetch_at < now + timedelta(minutes=140)


@pytest.mark.full
def test_a_hostile_tenth_delays_nobody() -> None:
    """1,000 feeds, two real workers; how much time it takes is the benchmark's matter (bench/polling)."""
    with wires(900, 100) as round_:
        round_.poll(hostile=True)
        house = round_.house
        assert house.sql("SELECT DISTINCT health FROM feeds_feed WHERE folder = 'healthy'") == [("well",)]
        told = house.sql(
            "SELECT DISTINCT folder, last_trouble ->> 'code' FROM feeds_feed"
            " WHERE folder NOT IN ('healthy', 'leads_inside')"
        )
        assert dict(told) == {kind: code for kind, (code, _) in TOLD.items() if kind != "leads_inside"}
        assert house.number("SELECT count(*) FROM feeds_importeditem") == 900 * REPORTS
        assert house.number("SELECT count(*) FROM feeds_feed WHERE leased_until IS NOT NULL") == 0
