"""A house with two workers and many feeds on loopback, a part of them hostile; polls them in rounds."""

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psutil
import redis
from celery import Celery

from tests.house import REPOSITORY, House, scratch, wait_until

WORKER = (
    *(
        "-m",
        "celery",
        "--quiet",
        "-A",
        "newsroom.celery",
        "worker",
        "--queues",
        "fetch",
        "--concurrency",
        "1",
    ),
    *("--without-gossip", "--without-mingle", "--loglevel", "WARNING"),
)
CONTENT = """
import json
from feeds.models import Feed
from newsroom.testing import cast
source, section = cast.source("Wire", is_own=False), cast.section()
Feed.objects.bulk_create(
    Feed(url=feed["url"], folder=feed["kind"], source=source, section=section, next_fetch_at=None)
    for feed in json.load(open(FEEDS))
)
"""


@dataclass
class Wires:
    """The house, its feeds by their ``folder`` (healthy, or how they are hostile), and its workers."""

    house: House
    feeds: list[dict[str, str]]
    workers: list[subprocess.Popen[bytes]]

    def poll(self, *, hostile: bool, seconds: float = 180) -> float:
        """Make the feeds due and wait until all have been asked; seconds until the last healthy one was written down."""
        self._forget_silence()
        self.house.sql(
            "UPDATE feeds_feed SET next_fetch_at = now(), leased_until = NULL, health = 'new', failures = 0,"
            " etag = '', last_modified = '', body_digest = '' WHERE folder = 'healthy' OR %s",
            hostile,
        )
        ((began,),) = self.house.sql("SELECT now()")
        wanted = sum(hostile or feed["kind"] == "healthy" for feed in self.feeds)
        asked = "SELECT count(DISTINCT feed_id) FROM feeds_fetch WHERE started_at >= %s"
        look = self._looks()
        wait_until(
            lambda: next(look) and self.house.number(asked, began) >= wanted, seconds, "not all were polled"
        )
        ((last,),) = self.house.sql(
            "SELECT max(finished_at) FROM feeds_fetch JOIN feeds_feed feed ON feed.id = feed_id"
            " WHERE folder = 'healthy' AND started_at >= %s",
            began,
        )
        return float((last - began).total_seconds())

    @property
    def peak_megabytes(self) -> int:
        """The most memory that any process of a worker has taken, its parser apart."""
        return max(self._peaks("celery"), default=0)

    def _peaks(self, word: str) -> list[int]:
        peaks = []
        for worker in self.workers:
            for process in psutil.Process(worker.pid).children(recursive=True):
                with contextlib.suppress(psutil.Error, OSError):
                    if word in " ".join(process.cmdline()):
                        status = open(f"/proc/{process.pid}/status").read()  # noqa: PTH123, SIM115
                        peaks.append(int(status.split("VmHWM:")[1].split()[0]) // 1024)
        return peaks

    def _looks(self) -> Iterator[bool]:
        """What beat says, said at once and then every ten seconds, to both workers."""
        broker, next_at = Celery(broker=self.house.facts["redis_url"]), 0.0
        while True:
            if time.monotonic() >= next_at:
                next_at = time.monotonic() + 10
                for _ in self.workers:
                    broker.send_task("feeds.tasks.poll_due", queue="fetch", expires=30)
            yield True

    def _forget_silence(self) -> None:
        """A round must not inherit what a host asked for in the last one."""
        valkey = redis.Redis.from_url(self.house.facts["redis_url"])
        for key in valkey.scan_iter("newsroom:feeds:*", count=5_000):
            valkey.delete(key)


@contextlib.contextmanager
def wires(healthy: int, hostile: int, workers: int = 2) -> Iterator[Wires]:
    """Feeds on servers of their own, a house that knows them, and workers that are up."""
    command = [sys.executable, "-m", "newsroom.testing.hostile_hosts", str(healthy), str(hostile)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=REPOSITORY, stdin=pipe, stdout=pipe) as servers:
        try:
            assert servers.stdout
            feeds: list[dict[str, Any]] = json.loads(servers.stdout.readline())
            places = ",".join(feed["place"] for feed in feeds)
            with scratch(NEWSROOM_OUTBOUND_ALLOW=places, NEWSROOM_DEMO="0") as house:
                house.start_services()
                listed = house.var / "feeds.json"
                listed.write_text(json.dumps(feeds))
                house.manage("shell", "-v0", "-c", f"FEEDS = {str(listed)!r}\n{CONTENT}")
                started = [
                    house.spawn(*WORKER, "--hostname", f"fetch{number}@%h") for number in range(workers)
                ]
                broker = Celery(broker=house.facts["redis_url"])
                wait_until(
                    lambda: len(broker.control.ping(timeout=0.5) or []) == workers,
                    60,
                    "the workers do not come up",
                )
                yield Wires(house, feeds, started)
        finally:
            servers.kill()
