"""What we took and the feed no longer holds: told after two polls, at once where the feed says so, and forgotten on return."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles import publishing, reviewing
from feeds.desk import accepting
from feeds.models import Feed, ImportedItem
from feeds.tests.conftest import item, rss
from feeds.tests.test_polling import poll
from feeds.versions.tombstones import deleted_ids
from feeds.versions.watching import Held, vanished
from moderation.models import Item
from newsroom.testing.loopback import Loopback
from notifications.models import Notification

pytestmark = pytest.mark.django_db
Hold = Callable[..., None]


@pytest.fixture
def feed(web: Loopback, make_feed: Callable[..., Feed]) -> Feed:
    return make_feed(web.page("/feed", rss()))


@pytest.fixture
def hold(web: Loopback, feed: Feed) -> Hold:
    """Let the feed hold these items, the newest first, and poll it once."""

    def held(*numbers: int) -> None:
        web.page("/feed", rss(*(item(number) for number in numbers)))
        poll(feed)

    return held


@pytest.fixture
def taken(hold: Hold, editor: User, second_editor: User, publisher: User) -> ImportedItem:
    """Item 2 of three, published."""
    hold(3, 2, 1)
    found = ImportedItem.objects.select_related("feed__section", "feed__source", "section").get(guid="wire-2")
    accepting.accept(found, by=editor, version=found.version)
    assert found.article
    text = found.article.revisions.get()
    reviewing.submit(text, by=editor, version=text.version)
    reviewing.approve(text, by=second_editor, version=text.version)
    publishing.publish(text, by=publisher, version=text.version)
    return found


def waits(found: ImportedItem) -> Item | None:
    found.refresh_from_db()
    return Item.objects.filter(kind="feeds.importeditem", object_id=found.pk, closed_at=None).first()


def test_it_works(hold: Hold, taken: ImportedItem, publisher: User, client: Client) -> None:
    hold(4, 3, 1)
    assert waits(taken) is None
    assert taken.missing_since

    hold(5, 4, 3, 1)

    held = waits(taken)
    assert held
    assert "vanished" in held.reasons[0]["words"]
    assert {notice.recipient for notice in Notification.objects.filter(kind="wire_vanished")} == {publisher}
    client.force_login(publisher)
    page = client.get(reverse("moderation:queue")).content.decode()
    assert "withdraw-article" in page
    client.post(
        reverse("moderation:decide", args=[held.pk]), {"action": "keep-ours", "version": taken.version}
    )
    assert waits(taken) is None
    hold(6, 5, 4, 3, 1)
    assert waits(taken) is None  # told once


def test_a_poll_that_brings_nothing_counts(hold: Hold, taken: ImportedItem) -> None:
    hold(3, 1)
    hold(3, 1)
    assert waits(taken)


def test_what_comes_back_is_forgotten(hold: Hold, taken: ImportedItem) -> None:
    hold(3, 1)
    hold(4, 3, 1)
    assert waits(taken)
    hold(4, 3, 2, 1)
    assert waits(taken) is None
    assert taken.missing_since is None


def test_what_scrolled_out_is_not_missing(hold: Hold, taken: ImportedItem) -> None:
    hold(5, 4, 3)
    hold(6, 5, 4)
    assert waits(taken) is None
    assert taken.missing_since is None


def test_an_empty_feed_and_a_failing_one_say_nothing(
    hold: Hold, taken: ImportedItem, web: Loopback, feed: Feed
) -> None:
    hold()
    web.page("/feed", status=500)
    poll(feed)
    assert waits(taken) is None
    assert taken.missing_since is None


def test_a_deleted_entry_is_told_at_once(hold: Hold, taken: ImportedItem, web: Loopback, feed: Feed) -> None:
    web.page(
        "/feed",
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>Wire</title>'
        '<at:deleted-entry ref="wire-2" when="2026-03-10T10:00:00Z"/>'
        "<entry><id>wire-9</id><title>Another</title><updated>2026-03-10T10:00:00Z</updated></entry></feed>",
    )
    poll(feed)
    held = waits(taken)
    assert held
    assert held.priority == 100
    assert taken.withdrawn_at


def test_a_feed_in_another_order_than_time_says_nothing() -> None:
    watched = [Held(pk, None) for pk in range(1, 11)]
    assert vanished(watched, watched[:1] + watched[8:]) == set()
    assert vanished(watched, [*watched[:4], *watched[5:]]) == {5}


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        (b"<feed/>", ()),
        (b'<at:deleted-entry ref="a"/>', ()),
        (
            b'<x xmlns:at="http://purl.org/atompub/tombstones/1.0"><at:deleted-entry ref="a&amp;b" when=""/></x>',
            ("a&b",),
        ),
        (
            b"<deleted-entry xmlns='http://purl.org/atompub/tombstones/1.0' when='x' ref='tag:a'>gone</deleted-entry>",
            ("tag:a",),
        ),
        (b'<x xmlns:at="http://purl.org/atompub/tombstones/1.0"><at:deleted-entry when=""/></x>', ()),
    ],
)
def test_deleted_entries(body: bytes, ids: tuple[str, ...]) -> None:
    assert deleted_ids(body) == ids
