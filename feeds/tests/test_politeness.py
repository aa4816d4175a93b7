"""Manners towards hosts: one request at a time, a pause, silence where it is asked for; across all workers."""

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from django.conf import LazySettings
from django.utils import timezone

from common import outbound
from common.awaiting import awaited
from feeds.fetching import politeness, polling, sweeping, visiting
from feeds.fetching.asking import Answer
from feeds.fetching.gathering import ask_in_turn
from feeds.fetching.politeness import Turn, Turns, host_of
from feeds.fetching.sweeping import Sweep
from feeds.models import Feed
from feeds.tests.conftest import item, rss
from newsroom.testing.loopback import Loopback

pytestmark = pytest.mark.django_db
Make = Callable[..., Feed]


@pytest.fixture(autouse=True)
def gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(politeness, "GAP", timedelta(milliseconds=150))


def hold(url: str) -> Turn:
    """Another worker is at the host."""

    async def take() -> Turn:
        async with Turns() as turns:
            return await turns.take(url)

    turn = awaited(take())
    assert turn.is_ours
    return turn


def let_go(turn: Turn, silence: timedelta = timedelta(0)) -> None:
    async def give_back() -> None:
        async with Turns() as turns:
            await turns.give_back(turn, silence=silence)

    awaited(give_back())


def next_turn(url: str) -> Turn:
    async def take() -> Turn:
        async with Turns() as turns:
            return await turns.take(url)

    return awaited(take())


def test_it_works() -> None:
    turn = hold("https://wire.example/a")
    assert not next_turn("https://WIRE.example:443/b").is_ours
    assert next_turn("https://other.example/").is_ours

    let_go(turn)

    waiting = next_turn("https://wire.example/b")
    assert timedelta(0) < waiting.wait <= politeness.GAP


def test_only_its_holder_gives_a_turn_back() -> None:
    """A worker that was held up until its turn ran out must not end the next one's."""
    turn = hold("https://wire.example/")
    let_go(Turn(turn.host, "somebody else"))
    assert next_turn("https://wire.example/").wait == politeness.SOON


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://Wire.example/feed", "wire.example:80"),
        ("https://wire.example./feed", "wire.example:443"),
        ("http://wire.example:8080/feed", "wire.example:8080"),
        ("http://user@[::1]:8080/feed", "::1:8080"),
        ("http://wire.example:no/feed", "http://wire.example:no/feed"),
    ],
)
def test_what_counts_as_one_host(url: str, host: str) -> None:
    assert host_of(url) == host


def test_a_feed_whose_host_is_busy_is_put_aside_and_others_are_not(
    web: Loopback, make_feed: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(politeness, "SOON", timedelta(hours=1))
    feed = make_feed(web.page("/feed", rss(item())))
    turn = hold(feed.url)

    assert polling.poll_due() == []

    feed.refresh_from_db()
    assert (web.asked, feed.leased_until, feed.failures) == ([], None, 0)
    assert feed.next_fetch_at > timezone.now() + timedelta(minutes=59)
    let_go(turn)


def test_a_host_is_asked_one_request_at_a_time_and_all_its_feeds_are_polled(
    web: Loopback, make_feed: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(politeness, "GAP", timedelta(milliseconds=10))
    monkeypatch.setattr(politeness, "SOON", timedelta(milliseconds=20))
    monkeypatch.setattr(sweeping, "LOOK_AGAIN_SECONDS", 0.03)
    inside, most, lock = [0], [0], threading.Lock()

    def count(handler: BaseHTTPRequestHandler) -> None:
        with lock:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        body = rss(item(handler.path)).encode()
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        with lock:
            inside[0] -= 1
        handler.wfile.write(body)

    for number in range(6):
        make_feed(web.script(f"/{number}", count))

    assert len(polling.poll_due()) == 6
    assert most == [1]


def test_retry_after_silences_the_whole_host(web: Loopback, make_feed: Make) -> None:
    first = make_feed(
        web.page("/one", status=429, Retry_After="1800"), next_fetch_at=timezone.now() - timedelta(hours=1)
    )
    second = make_feed(web.page("/two", rss(item())))
    let_alone = timezone.now() + timedelta(minutes=29)

    polling.poll_due(at_once=1)

    first.refresh_from_db()
    second.refresh_from_db()
    assert [path for path, _headers in web.asked] == ["/one"]
    assert (first.health, second.health, second.failures) == ("failing", "new", 0)
    assert first.next_fetch_at > let_alone
    assert second.next_fetch_at > let_alone
    # Who asks by hand knows what they do.
    claimed = polling.claim_now(Feed.objects.filter(pk=second.pk))
    assert claimed is not None
    assert polling.poll_safely(claimed).tally.new == 1


def led_elsewhere(web: Loopback) -> tuple[str, str]:
    """An address that leads to another host, and where to."""
    place = web.page("/there", rss(item())).replace("127.0.0.1", "localhost")
    return web.page("/here", status=302, Location=place), place


def test_a_redirect_to_another_host_takes_a_turn_there(
    web: Loopback, make_feed: Make, settings: LazySettings
) -> None:
    here, there = led_elsewhere(web)
    settings.OUTBOUND_ALLOW = [web.place, web.place.replace("127.0.0.1", "localhost")]
    feed = make_feed(here)
    held = hold(there)

    async def meanwhile() -> None:
        """The other worker leaves while ours waits."""
        client = outbound.client()
        async with Turns() as turns:
            asked = asyncio.create_task(ask_in_turn(feed, turns, client))
            while not web.asked:
                await asyncio.sleep(0.02)
            await turns.give_back(held)
            answer = await asked
            assert isinstance(answer, Answer)
            assert answer.url == there

    awaited(meanwhile())

    # Both hosts have their pause.
    for url in (here, there):
        assert not next_turn(url).is_ours


def test_a_feed_that_is_led_to_a_busy_host_comes_again(
    web: Loopback, make_feed: Make, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visiting, "PATIENCE", timedelta(0))
    here, there = led_elsewhere(web)
    settings.OUTBOUND_ALLOW = [web.place, web.place.replace("127.0.0.1", "localhost")]
    feed = make_feed(here)
    turn = hold(there)

    assert Sweep(seconds=0.2).run() == []

    feed.refresh_from_db()
    assert ([path for path, _headers in web.asked], feed.failures, feed.leased_until) == (["/here"], 0, None)
    let_go(turn)


def test_by_hand_waits_for_its_turn(web: Loopback, make_feed: Make) -> None:
    feed = make_feed(web.page("/feed", rss(item())))
    let_go(hold(feed.url))
    claimed = polling.claim_now(Feed.objects.filter(pk=feed.pk))
    assert claimed is not None

    assert polling.poll_safely(claimed).tally.new == 1
