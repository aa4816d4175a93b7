"""A sweep: many at once, in time, by leases that are renewed, handed back and never taken from others."""

import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from common import nudging
from common.outbound import Client, Limits
from feeds import tasks
from feeds.fetching import asking_many, gathering, leasing, politeness, sweeping
from feeds.fetching.gathering import Gathered
from feeds.fetching.polls import Poll
from feeds.fetching.sweeping import Sweep
from feeds.models import Feed
from feeds.parsing.killable import Parser, Parsers
from feeds.tests.conftest import item, rss
from newsroom.testing.loopback import Loopback
from tests.house import wait_until

pytestmark = pytest.mark.django_db
Make = Callable[..., Feed]


@pytest.fixture
def slow(web: Loopback, make_feed: Make) -> Feed:
    """Its server says nothing until the test is over."""
    over = threading.Event()

    def hang(handler: BaseHTTPRequestHandler) -> None:
        over.wait(5)

    return make_feed(web.script("/slow", hang), next_fetch_at=timezone.now() - timedelta(hours=1))


def impatient(web: Loopback) -> Client:
    return Client(frozenset({web.place}), limits=Limits(read=0.3, total=0.5))


def test_it_works(web: Loopback, make_feed: Make) -> None:
    feed = make_feed(web.page("/feed", rss(item())))

    (result,) = Sweep().run()

    assert (result.feed.pk, result.tally.new, result.answer.body) == (feed.pk, 1, b"")


def test_a_server_that_hangs_does_not_hold_the_end_of_a_sweep(
    web: Loopback, slow: Feed, make_feed: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is handed back, and the next sweep, which asks it first, tells what came of it."""
    monkeypatch.setattr(sweeping, "PATIENCE_SECONDS", 0.0)
    patient = Client(frozenset({web.place}), limits=Limits(read=60, total=60))

    assert Sweep(seconds=0.2, client=patient).run() == []

    slow.refresh_from_db()
    assert (slow.health, slow.leased_until) == ("new", None)
    assert list(leasing.due(timezone.now())) == [slow]
    Sweep(client=impatient(web)).run()
    slow.refresh_from_db()
    assert (slow.health, slow.last_trouble["code"], slow.leased_until) == ("failing", "silent", None)


def test_a_slow_server_takes_no_other_feeds_place(
    web: Loopback, make_feed: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It answers only once the other feed, for which there was no room, has been asked."""
    monkeypatch.setattr(asking_many, "SLOW_SECONDS", 0.1)
    monkeypatch.setattr(sweeping, "LOOK_AGAIN_SECONDS", 0.05)
    is_asked = threading.Event()

    def hang(handler: BaseHTTPRequestHandler) -> None:
        is_asked.wait(10)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        is_asked.set()
        handler.send_error(404)

    make_feed(web.script("/slow", hang), next_fetch_at=timezone.now() - timedelta(hours=1))
    make_feed(web.script("/other", answer).replace("127.0.0.1", "localhost"))
    allow = frozenset({web.place, web.place.replace("127.0.0.1", "localhost")})

    Sweep(at_once=1, client=Client(allow, limits=Limits(read=8, total=8))).run()

    assert is_asked.is_set()
    assert set(Feed.objects.values_list("last_trouble__code", flat=True)) == {"no-http", "status-404"}


def test_one_sweep_waits_for_slow_servers_the_others_make_room(
    web: Loopback, slow: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking_many, "SLOW_SECONDS", 0.1)
    cache.add(sweeping.WAITING, "another sweep", 60)

    assert Sweep(client=Client(frozenset({web.place}))).run() == []

    slow.refresh_from_db()
    assert list(leasing.due(timezone.now())) == [slow]


def test_what_failed_is_told_after_the_news(web: Loopback, make_feed: Make) -> None:
    failing = make_feed(web.page("/gone", status=404))
    news = make_feed(web.page("/news", rss(item())).replace("127.0.0.1", "localhost"))
    allow = frozenset({web.place, web.place.replace("127.0.0.1", "localhost")})

    with asking_many.AskingMany(Client(allow)) as asking:
        asking.begin([failing, news])
        wait_until(lambda: asking.waiting == 2, 20, "both answer")
        found = [asking.next(0), asking.next(0)]
        for one in found:
            assert one
            asking.forget(one[0])

    assert [one[0] for one in found if one] == [news, failing]


def test_a_feed_that_hangs_in_the_parser_does_not_hold_the_others(
    web: Loopback, make_feed: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its parser gives up only once the others are stored."""
    over = tmp_path / "over"
    wait = f"while not os.path.exists({str(over)!r}): time.sleep(0.02)"
    hangs = (sys.executable, "-c", f"import os, sys, time\nsys.stdin.buffer.read(4)\n{wait}\nsys.exit(1)")
    parsers = Parsers([Parser(command=hangs), Parser()])
    monkeypatch.setattr(gathering, "PARSERS", parsers)
    monkeypatch.setattr(politeness, "SOON", timedelta(milliseconds=20))
    monkeypatch.setattr(sweeping, "LOOK_AGAIN_SECONDS", 0.03)
    for number in range(3):
        make_feed(web.page(f"/{number}", rss(item(number))))
    settle, stored = sweeping.settle_safely, []

    def note(feed: Feed, outcome: Gathered | Exception) -> Poll:
        stored.append(feed)
        if len(stored) == 2:
            over.touch()
        return settle(feed, outcome)

    monkeypatch.setattr(sweeping, "settle_safely", note)
    polls = Sweep().run()
    parsers.stop()

    assert [poll.failed for poll in polls] == [False, False, True]
    assert "given up" in polls[-1].verdict.words


def test_leases_are_renewed_while_a_server_is_waited_for(
    web: Loopback, slow: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    renew = leasing.renew

    def note(feeds: list[Feed]) -> None:
        renew(feeds)
        seen.extend(Feed.objects.filter(pk=slow.pk).values_list("leased_until", flat=True))

    monkeypatch.setattr(leasing, "renew", note)
    monkeypatch.setattr(sweeping, "RENEW_SECONDS", 0.1)
    monkeypatch.setattr(sweeping, "LOOK_AGAIN_SECONDS", 0.1)

    Sweep(client=impatient(web)).run()

    held = [until for until in seen if until]
    assert len(set(held)) > 1
    assert sorted(held) == held


def test_what_somebody_else_leased_meanwhile_stays_theirs(make_feed: Make) -> None:
    feed = make_feed("https://wire.example/")
    now = timezone.now()
    (ours,) = leasing.claim(Feed.objects.all(), now)
    theirs = now + timedelta(hours=1)
    Feed.objects.update(leased_until=theirs)

    leasing.renew([ours])
    leasing.let_go(ours)

    feed.refresh_from_db()
    assert feed.leased_until == theirs


def test_an_error_of_ours_hands_back_what_was_leased(
    web: Loopback, make_feed: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time limit of the task, say: all that waits is due as before, and nobody has to wait for a lease to run out."""
    for number in range(3):
        make_feed(web.page(f"/{number}", rss(item(number))))

    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Sweep, "_store", interrupt)
    with pytest.raises(KeyboardInterrupt):
        Sweep().run()

    assert leasing.due(timezone.now()).count() == 3


def test_one_sweep_waits_for_busy_hosts_the_others_make_room(web: Loopback, make_feed: Make) -> None:
    for number in range(2):
        make_feed(web.page(f"/{number}", rss(item(number))))
    cache.add(sweeping.WAITING, "another sweep", 60)

    # Both are of one host: the second is put aside, and comes with the next sweep.
    assert len(Sweep().run()) == 1

    cache.delete(sweeping.WAITING)
    Sweep().run()
    assert cache.get(sweeping.WAITING) is None


def test_what_a_poll_brought_lets_the_other_sweeps_look(
    web: Loopback, make_feed: Make, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    feed = make_feed(web.page("/feed", rss(item())))
    nudges = []
    for _ in range(2):
        Feed.objects.update(next_fetch_at=timezone.now())
        with django_capture_on_commit_callbacks() as callbacks:
            assert tasks.poll_due() == 1
        nudges.append(nudging.send in callbacks)

    assert nudges == [True, False]
    assert feed.fetches.count() == 2


def test_two_workers_share_what_is_due(make_feed: Make) -> None:
    for number in range(30):
        make_feed(f"https://wire.example/{number}")
    now = timezone.now()

    first = leasing.claim(leasing.due(now), now, 20)
    second = leasing.claim(leasing.due(now), now, 20)

    assert (len(first), len(second)) == (20, 10)
    assert not {feed.pk for feed in first} & {feed.pk for feed in second}


def test_an_idle_sweep_asks_the_database_little(
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    with django_assert_max_num_queries(6):  # type: ignore[attr-defined]
        Sweep().run()
    assert connection.in_atomic_block
