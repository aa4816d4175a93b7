"""Feeds at the desk."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from feeds.desk import accepting
from feeds.fetching import polling
from feeds.models import Feed, Fetch, ImportedItem
from feeds.tests.conftest import item, rss
from newsroom.testing.loopback import Loopback

pytestmark = pytest.mark.django_db
LIST = "admin:feeds_feed_changelist"


@pytest.fixture
def feed(web: Loopback, make_feed: Callable[..., Feed]) -> Feed:
    made = make_feed(web.page("/feed", rss(item())))
    polling.poll_due()
    made.refresh_from_db()
    return made


def test_it_works(client: Client, publisher: User, feed: Feed) -> None:
    client.force_login(publisher)

    page = client.get(reverse(LIST)).content.decode()

    assert "The Wire" in page
    assert "The last new report came" in page


def test_every_page_opens(client: Client, publisher: User, feed: Feed) -> None:
    client.force_login(publisher)
    rows = {"feed": feed, "fetch": Fetch.objects.get(), "importeditem": ImportedItem.objects.get()}
    for name, row in rows.items():
        assert client.get(reverse(f"admin:feeds_{name}_changelist")).status_code == 200
        assert client.get(reverse(f"admin:feeds_{name}_change", args=[row.pk])).status_code == 200


def test_an_item_shows_its_decisions_and_no_foreign_picture(client: Client, editor: User, feed: Feed) -> None:
    found = ImportedItem.objects.get()
    ImportedItem.objects.update(body='<p>Text<img src="https://wire.example/spy.gif"></p>')
    client.force_login(editor)

    page = client.get(reverse("admin:feeds_importeditem_change", args=[found.pk])).content.decode()

    assert "intake@1" in page
    assert 'src="https://wire.example' not in page


def test_polling_now_and_muting(client: Client, publisher: User, feed: Feed) -> None:
    client.force_login(publisher)
    act = {"_selected_action": [feed.pk]}

    client.post(reverse(LIST), {"action": "mute", **act})
    feed.refresh_from_db()
    assert feed.health == "muted"

    client.post(reverse(LIST), {"action": "poll_now", **act})
    feed.refresh_from_db()
    assert feed.health == "new"
    assert feed.next_fetch_at is not None


def test_an_editor_looks_only(client: Client, editor: User, reader: User, feed: Feed) -> None:
    client.force_login(editor)
    assert client.get(reverse(LIST)).status_code == 200
    client.post(reverse(LIST), {"action": "mute", "_selected_action": [feed.pk]})
    feed.refresh_from_db()
    assert feed.health == "well"
    assert client.get(reverse("admin:feeds_feed_add")).status_code == 403

    client.force_login(reader)
    assert client.get(reverse(LIST)).status_code == 302


def test_a_rejection_is_taken_back_from_the_list(client: Client, editor: User, feed: Feed) -> None:
    found = ImportedItem.objects.select_related("feed__section").get()
    accepting.reject(found, by=editor, version=found.version)
    client.force_login(editor)
    act = {"action": "reopen", "_selected_action": [found.pk]}

    client.post(reverse("admin:feeds_importeditem_changelist"), act)
    page = client.post(reverse("admin:feeds_importeditem_changelist"), act, follow=True).content.decode()

    found.refresh_from_db()
    assert (found.state, found.version) == ("held", 4)
    assert "was first" in page
