"""The worker is killed with -9 again and again while everything that waits is worked off: nothing lost, nothing doubled.

A wire that grows, publications that are due, notices that wait and articles that want links are all rows; the test
counts them afterwards, and the mails that a real mail server took.
"""

import contextlib
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from celery import Celery

from newsroom.testing.loopback import Loopback, serve
from newsroom.testing.post_office import PostOffice
from tests.house import House, scratch, wait_until

SWEEPS = {
    "feeds.tasks.poll_due": "fetch",
    "articles.tasks.publish_due": "default",
    "related.tasks.link_due": "default",
    "assist.tasks.propose_due": "default",
    "reader.tasks.sweep_page_changes": "default",
    "notifications.tasks.deliver_due": "notify",
}
WORKER = (
    *(
        "-m",
        "celery",
        "--quiet",
        "-A",
        "newsroom.celery",
        "worker",
        "--queues",
        "notify,default,fetch,pictures",
    ),
    *("--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"),
)
CONTENT = (Path(__file__).parent / "content.py").read_text()


ITEM = """<item><guid isPermaLink="false">{guid}</guid><title>Ferry number {number} reaches harbour {number}</title>
<link>{url}/{guid}</link><pubDate>Tue, 10 Mar 2026 {hour:02d}:{minute:02d}:00 GMT</pubDate>
<description>The ferry with the number {number} reached the harbour after {number} bells.</description></item>"""


class Wire:
    """An RSS feed that grows when it is told to."""

    def __init__(self, loopback: Loopback) -> None:
        self.guids: list[str] = []
        self._loopback = loopback
        self.grow(10)

    def grow(self, reports: int) -> None:
        """Bring that many more."""
        first = len(self.guids)
        self.guids += [f"wire-{number}" for number in range(first, first + reports)]
        items = "".join(
            ITEM.format(
                guid=guid, number=number, url=self._loopback.url(""), hour=number // 60, minute=number % 60
            )
            for number, guid in enumerate(self.guids)
        )
        feed = f'<rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'
        self.url = self._loopback.page("/feed", feed, Content_Type="application/rss+xml")


@pytest.fixture
def wire() -> Iterator[Wire]:
    with serve() as loopback:
        yield Wire(loopback)


@pytest.fixture
def post() -> Iterator[PostOffice]:
    with PostOffice() as office:
        yield office


@pytest.fixture
def house(post: PostOffice, wire: Wire) -> Iterator[House]:
    mailer = post.mailer["OPTIONS"]
    with scratch(
        EMAIL_HOST=mailer["host"],
        EMAIL_PORT=str(mailer["port"]),
        NEWSROOM_OUTBOUND_ALLOW=urlsplit(wire.url).netloc,
        NEWSROOM_DEMO="0",
    ) as house:
        house.start_services()
        house.manage("shell", "-v0", "-c", f"WIRE = {wire.url!r}\n{CONTENT}")
        yield house


def look_now(broker: Celery) -> None:
    """What beat says every ten seconds, said at once."""
    for name, queue in SWEEPS.items():
        broker.send_task(name, queue=queue, expires=30)


WAITING = {
    "feeds to poll": "feeds_feed WHERE next_fetch_at <= now() + interval '60 seconds'",
    "publications": "articles_revision WHERE state = 'scheduled'",
    "articles to link": "articles_article WHERE live_id IS NOT NULL AND related_at IS NULL",
    "articles without key points": "articles_article WHERE live_id IS NOT NULL AND key_points_at IS NULL",
    "stale pages": "articles_pagechange",
    "notices": "notifications_notification WHERE sent_at IS NULL AND dropped_at IS NULL AND dead_at IS NULL",
}


def waiting(house: House) -> dict[str, int]:
    """Rows that still wait for a sweep, by what they wait for."""
    counts = {what: house.number(f"SELECT count(*) FROM {rows}") for what, rows in WAITING.items()}  # noqa: S608 — ours
    return {what: count for what, count in counts.items() if count}


@pytest.mark.parametrize("kills", [8, pytest.param(100, marks=pytest.mark.full)])
def test_killed_at_any_step_loses_and_doubles_nothing(
    house: House, wire: Wire, post: PostOffice, kills: int
) -> None:
    chance = random.Random(20)
    broker = Celery(broker=house.facts["redis_url"])
    for turn in range(kills):
        worker = house.spawn(*WORKER)
        if turn == kills // 2:
            broker.control.purge()  # the broker loses everything that it was told
        look_now(broker)
        # Long enough for the worker to come up, then at any moment of its work.
        time.sleep(1.5 + chance.random() * 1.5)
        look_now(broker)
        house.kill(worker)
        wire.grow(3)
        # What the dead worker had leased is free again at once, so that the test need not wait for it.
        house.sql("UPDATE feeds_feed SET next_fetch_at = now(), leased_until = NULL")
        house.sql("UPDATE notifications_notification SET next_attempt_at = now() WHERE sent_at IS NULL")

    worker = house.spawn(*WORKER)

    def done() -> bool:
        look_now(broker)
        return not waiting(house)

    with contextlib.suppress(TimeoutError):
        wait_until(done, 90, "the sweeps do not come to an end")
    assert waiting(house) == {}, house.log_of(worker)
    house.kill(worker)

    guids = [row[0] for row in house.sql("SELECT guid FROM feeds_importeditem")]
    assert sorted(guids) == sorted(wire.guids)
    assert house.number("SELECT count(*) FROM moderation_item WHERE kind = 'feeds.importeditem'") == len(
        guids
    )
    assert house.sql("SELECT DISTINCT state FROM feeds_importeditem") == [("held",)]

    published = house.sql(
        "SELECT object_id, count(*) FROM moderation_decision WHERE name = 'publish' GROUP BY object_id"
    )
    assert len(published) == house.number("SELECT count(*) FROM articles_revision WHERE state = 'live'") == 12
    assert {times for _, times in published} == {1}
    assert house.number("SELECT count(*) FROM related_link") > 0

    letters = Counter(mail["Message-ID"] for mail in post.mails)
    mails = dict(
        house.sql(
            """SELECT CASE WHEN sent_at IS NOT NULL THEN 'sent' WHEN dropped_at IS NOT NULL THEN 'dropped' ELSE 'lost' END,
                      count(*) FROM notifications_notification WHERE channel = 'email' GROUP BY 1"""
        )
    )
    # Dropped: what was no longer true when it was to leave (a text approved meanwhile waits for nobody).
    assert set(mails) <= {"sent", "dropped"}
    assert len(letters) == mails["sent"]
    # A mail is sent twice only where the server had taken it and the worker died before it could note so.
    assert sum(times - 1 for times in letters.values()) <= kills
    assert house.manage("audit", "ledger").returncode == 0

    # A worker that comes up looks by itself: nobody has to tell it.
    house.sql(
        "INSERT INTO articles_pagechange (article_id, cards_too, created_at)"
        " SELECT id, true, now() FROM articles_article LIMIT 1"
    )
    house.spawn(*WORKER)
    wait_until(lambda: not waiting(house), 30, "the new worker did not look")
