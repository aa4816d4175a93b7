"""What stays of polls: what a feed says of itself, where it has moved to, and what it brought, within bounds."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from feeds.fetching import bodies, polling
from feeds.models import Feed, Fetch, KeptBody
from feeds.tests.conftest import item, rss
from newsroom.testing.loopback import Loopback

pytestmark = pytest.mark.django_db
Make = Callable[..., Feed]


def poll(feed: Feed) -> None:
    claimed = polling.claim_now(Feed.objects.filter(pk=feed.pk))
    assert claimed is not None
    polling.poll_safely(claimed)
    feed.refresh_from_db()


def moved(web: Loopback, to: str, status: int = 301) -> str:
    return web.page("/feed", status=status, Location=to)


def test_it_works(web: Loopback, make_feed: Make) -> None:
    said = "<link>https://wire.example/</link><language>pt</language><ttl>45</ttl><skipHours><hour>3</hour></skipHours>"
    feed = make_feed(web.page("/feed", rss(item(1)).replace("<item>", f"{said}<item>", 1)))

    poll(feed)

    assert (feed.home_url, feed.language) == ("https://wire.example/", "pt")
    assert feed.courtesy == {"minutes": 45, "skip_hours": [3]}
    assert feed.rhythm["held"] == 1
    fetch = feed.fetches.get()
    assert (fetch.items, fetch.way, fetch.url) == (1, "by_hand", feed.url)
    assert fetch.kept.digest == feed.body_digest


@pytest.mark.parametrize("status", [301, 308])
def test_a_feed_that_moved_for_good_is_followed_after_three_answers(
    web: Loopback, make_feed: Make, status: int
) -> None:
    new = web.page("/new", rss(item(1)))
    old = moved(web, new, status)
    feed = make_feed(old)

    for times in (1, 2):
        poll(feed)
        assert (feed.url, feed.moved_to, feed.moved_times) == (old, new, times)
    poll(feed)

    assert (feed.url, feed.former_urls, feed.moved_to) == (new, [old], "")
    assert "moved" in feed.alerts
    assert f"moved for good to {new}" in feed.fetches.first().detail
    poll(feed)
    assert feed.health == "well"


def test_a_feed_that_does_not_learn_keeps_to_its_minutes(web: Loopback, make_feed: Make) -> None:
    feed = make_feed(web.page("/feed", rss(item(1))), is_adaptive=False, interval_minutes=7)
    for _ in range(4):
        poll(feed)

    assert timedelta(minutes=6) < feed.next_fetch_at - timezone.now() < timedelta(minutes=8)


def test_an_answer_that_says_otherwise_begins_anew(web: Loopback, make_feed: Make) -> None:
    new = web.page("/new", rss(item(1)))
    feed = make_feed(moved(web, new))
    poll(feed)
    poll(feed)
    moved(web, new, 302)
    poll(feed)
    assert feed.moved_times == 0
    moved(web, new)
    poll(feed)

    assert (feed.moved_times, feed.moved_to) == (1, new)


def test_a_name_that_was_sold_is_not_followed(web: Loopback, make_feed: Make) -> None:
    feed = make_feed(moved(web, web.page("/parked", "<html>This name is for sale</html>")))
    before = feed.url

    for _ in range(4):
        poll(feed)

    assert (feed.url, feed.moved_times, feed.health) == (before, 0, "failing")


def test_no_feed_moves_onto_another(web: Loopback, make_feed: Make) -> None:
    other = make_feed(web.page("/other", rss(item(1))))
    feed = make_feed(moved(web, other.url))

    for _ in range(4):
        poll(feed)

    assert feed.url.endswith("/feed")
    assert "another feed here" in feed.fetches.first().detail
    told_at = feed.alerts["moved-onto"]
    poll(feed)
    assert feed.alerts == {"moved-onto": told_at}  # once


def test_the_same_is_kept_once(web: Loopback, make_feed: Make) -> None:
    feed = make_feed(web.page("/feed", rss(item(1))))
    for _ in range(3):
        poll(feed)

    assert KeptBody.objects.count() == 1
    assert [fetch.kept_id for fetch in feed.fetches.all()] == [KeptBody.objects.get().pk] * 3


def test_old_polls_are_forgotten_with_their_bodies(web: Loopback, make_feed: Make, settings: Any) -> None:
    settings.FETCHES_KEPT_DAYS = 2
    feed = make_feed(web.page("/feed", rss(item(1))))
    poll(feed)
    long_ago = timezone.now() - timedelta(days=3)
    Fetch.objects.update(started_at=long_ago)
    KeptBody.objects.update(kept_at=long_ago)
    web.page("/feed", rss(item(2)))
    poll(feed)

    assert bodies.sweep() == 1

    assert Fetch.objects.count() == KeptBody.objects.count() == 1
    assert feed.items.count() == 2


def test_a_feed_that_says_too_much_keeps_its_latest_words(
    web: Loopback, make_feed: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = make_feed(web.page("/feed", rss(item(1))))
    for number in range(4):
        web.page("/feed", rss(item(number)))
        poll(feed)
    sizes = list(KeptBody.objects.order_by("-id").values_list("size", flat=True))
    monkeypatch.setattr(bodies, "MOST_BYTES", sum(sizes[:2]))

    bodies.sweep()

    assert KeptBody.objects.count() == 2
    assert [fetch.kept is not None for fetch in feed.fetches.all()] == [True, True, False, False]


def test_a_poll_that_was_broken_off_is_told(
    web: Loopback, make_feed: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = make_feed(web.page("/feed", rss(item(1))))

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("feeds.fetching.settling.take_in_all", killed)
    with pytest.raises(KeyboardInterrupt):
        poll(feed)

    assert "broken off" in feed.fetches.get().detail
