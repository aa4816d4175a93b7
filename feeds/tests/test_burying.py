"""What was deleted, dropped or cleared away does not come back; what an article was made of stays."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from feeds.desk import accepting
from feeds.intake import burying
from feeds.intake.taking_in import Tally, take_in_all
from feeds.models import Feed, ImportedItem, RoutingRule, Tombstone
from feeds.tests.test_identity import LATER, NOW, reports
from moderation.errors import Conflict, NotAllowed
from moderation.models import Item


@pytest.fixture
def feed(make_feed: Callable[..., Feed]) -> Feed:
    made = make_feed("https://wire.example/feed")
    take_in_all(made, reports(2), NOW)
    return made


def first() -> ImportedItem:
    return ImportedItem.objects.get(guid="wire-0")


def test_it_works(feed: Feed, publisher: User, client: Client) -> None:
    client.force_login(publisher)
    page = reverse("admin:feeds_importeditem_changelist")
    told = client.post(page, {"action": "delete_for_good", "_selected_action": [first().pk]}, follow=True)

    assert "cannot bring it back" in told.content.decode()
    assert ImportedItem.objects.count() == 1
    assert Item.objects.filter(closed_at=None).count() == 1
    assert take_in_all(feed, reports(2), LATER) == Tally(items=2, known=2)
    assert ImportedItem.objects.count() == 1
    assert Tombstone.objects.get().why == "Deleted by Petra Publisher."


@pytest.mark.parametrize(
    "again",
    [{"guid": "another-{n}"}, {"link": "https://wire.example/moved/{n}"}, {"title": "Another headline {n}"}],
)
def test_a_grave_knows_all_names(feed: Feed, publisher: User, again: dict[str, str]) -> None:
    burying.delete(first(), by=publisher, version=first().version, now=NOW)
    take_in_all(feed, reports(1, **again), LATER)
    assert ImportedItem.objects.count() == 1


def test_who_may_not_and_what_may_not(feed: Feed, editor: User, publisher: User) -> None:
    item = first()
    with pytest.raises(NotAllowed, match="role"):
        burying.delete(item, by=editor, version=item.version, now=NOW)
    accepting.accept(item, by=editor, version=item.version)
    with pytest.raises(NotAllowed, match="article"):
        burying.delete(item, by=publisher, version=item.version, now=NOW)
    with pytest.raises(Conflict):
        burying.delete(item, by=publisher, version=1, now=NOW)
    assert not Tombstone.objects.exists()


def test_old_reports_that_nobody_took_are_cleared_away(feed: Feed, editor: User) -> None:
    item, other = ImportedItem.objects.order_by("pk")
    accepting.reject(item, by=editor, version=item.version)
    assert burying.sweep(NOW + timedelta(days=179)) == 0

    assert burying.sweep(NOW + timedelta(days=181)) == 1

    assert ImportedItem.objects.get() == other
    assert take_in_all(feed, reports(2), NOW + timedelta(days=182)) == Tally(items=2, known=2)


def test_what_a_rule_drops_is_dropped_once(make_feed: Callable[..., Feed]) -> None:
    RoutingRule.objects.create(name="No ferries", keywords=["ferry"], is_dropping=True)
    feed = make_feed("https://wire.example/feed")

    assert take_in_all(feed, reports(2), NOW) == Tally(items=2, new=1, dropped=1)
    assert take_in_all(feed, reports(2), LATER) == Tally(items=2, known=2)
    assert "No ferries" in Tombstone.objects.get(is_dropped=True).why


def test_one_guid_for_all_is_no_grave_for_what_comes_after(
    make_feed: Callable[..., Feed], publisher: User
) -> None:
    feed = make_feed("https://wire.example/feed")
    one, two, three = reports(3, guid="latest")
    take_in_all(feed, [one], NOW)
    take_in_all(feed, [two], NOW)
    item = ImportedItem.objects.get(link=one.link)
    burying.delete(item, by=publisher, version=item.version, now=NOW)
    assert take_in_all(feed, [three], LATER).new == 1
    assert take_in_all(feed, [replace(one, published=LATER)], LATER).known == 1
