"""Pushed feeds, with a hub on loopback: asked, proven, signed, renewed, refused; and nothing believed that is not its."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from django.utils import timezone

from feeds.fetching import polling
from feeds.models import Feed, Fetch, ImportedItem, Push, Subscription
from feeds.tests.conftest import item, rss
from feeds.tests.hub import CHALLENGE, Hub, Reply, serve
from feeds.websub import asking_hubs, reading
from newsroom.testing.loopback import Loopback

pytestmark = pytest.mark.django_db
Make = Callable[..., Feed]


@pytest.fixture
def hub(web: Loopback, settings: Any) -> Iterator[Hub]:
    settings.SITE_URL, settings.IS_WEBSUB_ON = "http://testserver", True
    with serve() as running:
        settings.OUTBOUND_ALLOW = [*settings.OUTBOUND_ALLOW, web.place, running.place]
        yield running


@pytest.fixture
def feed(web: Loopback, hub: Hub, make_feed: Make) -> Feed:
    """A feed that offers the hub, polled once, whose hub was asked."""
    return offered(web, hub, make_feed)


def offered(web: Loopback, hub: Hub, make_feed: Make) -> Feed:
    url = web.url("/feed")
    web.page("/feed", rss(item(1)), Link=f'<{hub.url}>; rel="hub", <{url}>; rel="self"')
    feed = make_feed(url)
    polling.poll_due()
    assert asking_hubs.ask_due() == 1
    return feed


def subscription(feed: Feed) -> Subscription:
    return Subscription.objects.get(feed=feed)


def test_it_works(feed: Feed, hub: Hub, web: Loopback) -> None:
    form = hub.asked[-1]
    assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", web.url("/feed"))
    assert form["hub.secret"] not in form["hub.callback"]

    answer = hub.verify()

    assert (answer.status_code, answer.content) == (200, CHALLENGE.encode())
    verified = subscription(feed)
    assert verified.state == "verified"
    assert timedelta(minutes=59) < verified.lease_until - timezone.now() <= timedelta(hours=1)

    assert hub.push(rss(item(2))).status_code == 202
    assert ImportedItem.objects.count() == 1  # not in the request
    (poll,) = reading.read_waiting()

    assert (poll.tally.new, Push.objects.count(), ImportedItem.objects.count()) == (1, 0, 2)
    fetch = Fetch.objects.first()
    assert (fetch.way, fetch.outcome, fetch.new) == ("pushed", "new_items", 1)
    # Polling goes on as it was, and asks conditionally for what it had itself.
    before = Feed.objects.get(pk=feed.pk)
    assert before.next_fetch_at > timezone.now()
    assert before.body_digest == Fetch.objects.last().kept.digest


def by_http(method: str, url: str, content: bytes, headers: dict[str, str]) -> Reply:
    return httpx2.request(method, url, content=content, headers=headers, trust_env=False)


@pytest.mark.django_db(transaction=True)
def test_the_whole_way_over_http(
    web: Loopback, hub: Hub, make_feed: Make, settings: Any, live_server: Any
) -> None:
    settings.SITE_URL, hub.call = live_server.url, by_http
    offered(web, hub, make_feed)

    assert (hub.verify().content, hub.push(rss(item(2))).status_code) == (CHALLENGE.encode(), 202)

    assert [poll.tally.new for poll in reading.read_waiting()] == [1]


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_every_way_of_signing(feed: Feed, hub: Hub, method: str) -> None:
    hub.verify()
    hub.push(rss(item(2)), method=method)

    assert Push.objects.count() == 1


def test_what_is_not_the_hubs_is_ignored(feed: Feed, hub: Hub) -> None:
    hub.verify()
    other = '<https://elsewhere.example/feed>; rel="self"'

    answers = [
        hub.push(rss(item(2)), secret="a guess"),
        hub.push(rss(item(2)), method="md5"),
        hub.push(rss(item(2)), **{"x-hub-signature": ""}),
        hub.push(rss(item(2)), link=other),
    ]

    # Nobody learns from the answer whether a signature was right.
    assert {answer.status_code for answer in answers} == {202}
    assert not Push.objects.exists()


def test_an_answer_for_nothing_asked_is_refused(feed: Feed, hub: Hub) -> None:
    refused = [
        hub.verify(topic="https://elsewhere.example/feed"),
        hub.verify(mode="unsubscribe"),
        hub.verify(mode="publish"),
        hub.verify(challenge=""),
    ]
    assert {answer.status_code for answer in refused} == {404}
    assert subscription(feed).state == "asked"
    assert hub.push(rss(item(2))).status_code == 404  # not proven yet

    assert hub.verify().status_code == 200
    lease = subscription(feed).lease_until
    assert hub.verify(lease_seconds="999999").status_code == 404  # replayed
    assert subscription(feed).lease_until == lease
    hub.asked[-1]["hub.callback"] = hub.asked[-1]["hub.callback"][:-5] + "xxxx/"
    assert hub.verify().status_code == hub.push(rss(item(2))).status_code == 404


def test_what_was_read_is_not_read_again(feed: Feed, hub: Hub) -> None:
    hub.verify()
    for _ in range(2):
        hub.push(rss(item(2)))
    assert Push.objects.count() == 1
    reading.read_waiting()

    hub.push(rss(item(2)))  # replayed

    assert not Push.objects.exists()


def test_a_lease_is_renewed_before_it_ends_and_nothing_comes_after_it(feed: Feed, hub: Hub) -> None:
    hub.verify()
    begun = subscription(feed)
    assert timezone.now() < begun.ask_at < begun.lease_until
    assert asking_hubs.ask_due() == 0
    Subscription.objects.update(ask_at=timezone.now())

    assert asking_hubs.ask_due() == 1
    assert hub.push(rss(item(2))).status_code == 202  # the old lease still runs
    assert hub.verify(lease_seconds="7200").status_code == 200
    assert subscription(feed).lease_until > begun.lease_until

    Subscription.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert hub.push(rss(item(3))).status_code == 404
    assert Push.objects.count() == 1


def test_a_hub_that_fails_is_asked_less_and_less(feed: Feed, hub: Hub) -> None:
    hub.answers = 500
    pauses = []
    for _ in range(3):
        Subscription.objects.update(ask_at=timezone.now())
        asking_hubs.ask_due()
        pauses.append(subscription(feed).ask_at - timezone.now())

    assert "500" in subscription(feed).last_error
    assert pauses[0] < pauses[1] < pauses[2]
    assert polling.poll_due() == []  # and the feed is none the worse
    assert Feed.objects.get().health == "well"


def test_a_hub_may_refuse(feed: Feed, hub: Hub) -> None:
    assert hub.verify(mode="denied", reason="not for you").status_code == 200

    refused = subscription(feed)
    assert refused.state == "refused"
    assert "not for you" in refused.last_error
    assert refused.ask_at > timezone.now() + timedelta(days=6)
    assert hub.push(rss(item(2))).status_code == 404


def test_a_muted_feed_ends_its_subscription(feed: Feed, hub: Hub) -> None:
    hub.verify()
    polling.mute([feed])

    asking_hubs.ask_due()

    assert hub.asked[-1]["hub.mode"] == "unsubscribe"
    assert hub.verify(mode="subscribe").status_code == 404
    assert hub.verify().status_code == 200
    assert subscription(feed).ask_at is None


def test_a_large_push_is_refused_and_a_broken_one_harms_nothing(
    feed: Feed, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.verify()
    assert hub.push("x" * 4_000_000).status_code == 202  # beyond what forms may hold
    (poll,) = reading.read_waiting()

    assert poll.failed
    assert (Feed.objects.get().health, Push.objects.count()) == ("well", 0)
    monkeypatch.setattr("feeds.websub.receiving.LARGEST", 1_000)
    assert hub.push("x" * 1_001).status_code == 413


def test_without_an_address_that_hubs_can_reach_none_is_asked(
    web: Loopback, hub: Hub, make_feed: Make, settings: Any
) -> None:
    settings.IS_WEBSUB_ON = False
    web.page("/feed", rss(item(1)), Link=f'<{hub.url}>; rel="hub"')
    make_feed(web.url("/feed"))

    polling.poll_due()

    assert not Subscription.objects.exists()
