"""Replaying polls: what today's parser and rules would make of what came, shown before anything is stored."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from articles.models import Section
from feeds.fetching import polling, replay
from feeds.intake import burying
from feeds.models import Feed, Fetch, ImportedItem, RoutingRule, Tombstone
from feeds.tests.conftest import item, rss
from moderation.models import Item
from newsroom.testing.loopback import Loopback

pytestmark = pytest.mark.django_db
Make = Callable[..., Feed]


@pytest.fixture
def feed(web: Loopback, make_feed: Make) -> Feed:
    made = make_feed(web.page("/feed", rss(item(2), item(1))))
    polling.poll_due()
    return made


def last(feed: Feed) -> Fetch:
    (fetch,) = replay.replayable(feed=feed.pk)
    return fetch


def command(*words: str) -> list[dict[str, Any]]:
    output = StringIO()
    call_command("feeds", "replay", *words, "--json", stdout=output)
    return [json.loads(line) for line in output.getvalue().splitlines()]


def test_it_works(feed: Feed) -> None:
    assert replay.replay(last(feed)).counts == {"known": 2}
    changed = ImportedItem.objects.get(guid="wire-1")
    ImportedItem.objects.filter(pk=changed.pk).update(headline="Fery 1", content_digest="other")

    difference = replay.replay(last(feed))

    assert difference.counts == {"known": 1, "updated": 1}
    (entry,) = [entry for entry in difference.entries if entry.fate == "updated"]
    assert [(one.name, one.before, one.after) for one in entry.fields] == [
        ("headline", "Fery 1", "Ferry 1 finds the harbour")
    ]
    changed.refresh_from_db()
    assert changed.headline == "Fery 1"  # shown, not stored

    poll = replay.apply(difference)

    changed.refresh_from_db()
    assert (changed.headline, poll.tally.updated) == ("Ferry 1 finds the harbour", 1)
    row = Fetch.objects.first()
    assert (row.way, row.replay_of, row.kept) == ("replayed", last(feed), last(feed).kept)
    assert replay.replay(last(feed)).counts == {"known": 2}


def test_it_changes_nothing_of_when_the_feed_is_asked(feed: Feed) -> None:
    ImportedItem.objects.update(headline="Other", content_digest="other")
    before = Feed.objects.values().get()

    replay.apply(replay.replay(last(feed)))

    assert Feed.objects.values().get() == before


def test_what_was_deleted_stays_deleted_and_what_was_lost_comes(feed: Feed, administrator: User) -> None:
    gone, lost = ImportedItem.objects.get(guid="wire-1"), ImportedItem.objects.get(guid="wire-2")
    burying.delete(gone, by=administrator, version=gone.version, now=timezone.now())
    Item.objects.filter(object_id=lost.pk).delete()
    lost.delete()

    difference = replay.replay(last(feed))
    replay.apply(difference)

    assert difference.counts == {"buried": 1, "new": 1}
    assert [item_.guid for item_ in ImportedItem.objects.all()] == ["wire-2"]


def test_a_newer_version_is_never_overwritten(feed: Feed, web: Loopback) -> None:
    first = last(feed)
    web.page("/feed", rss(item(2), item(1, title="Ferry 1 has found the harbour")))
    polling.ask_now([feed])
    polling.poll_due()

    difference = replay.replay(first)

    assert difference.counts == {"known": 1, "outdated": 1}
    assert not difference.changes_something
    replay.apply(difference)
    assert ImportedItem.objects.get(guid="wire-1").headline == "Ferry 1 has found the harbour"


def test_what_a_rule_dropped_comes_back_under_other_rules(
    web: Loopback, make_feed: Make, world: Section
) -> None:
    rule = RoutingRule.objects.create(name="No ferries", keywords=["Ferry 1"], is_dropping=True)
    feed = make_feed(web.page("/feed", rss(item(2), item(1))))
    polling.poll_due()
    assert ImportedItem.objects.count() == 1
    assert replay.replay(last(feed)).counts == {"known": 1, "buried": 1}  # the rule still says so

    rule.delete()
    difference = replay.replay(last(feed))

    assert Tombstone.objects.filter(is_dropped=True).count() == 1  # shown, not stored
    assert difference.counts == {"known": 1, "new": 1}
    replay.apply(difference)
    assert ImportedItem.objects.count() == 2


def test_what_has_changed_since_it_was_shown_is_not_applied(feed: Feed) -> None:
    ImportedItem.objects.update(headline="Other", content_digest="other")
    shown = replay.replay(last(feed))
    ImportedItem.objects.filter(guid="wire-2").update(headline="Yet another")

    with pytest.raises(replay.OutOfDate):
        replay.apply(shown)

    assert Feed.objects.get().leased_until is None


def test_a_feed_that_is_being_polled_is_left_alone(feed: Feed) -> None:
    ImportedItem.objects.update(headline="Other", content_digest="other")
    shown = replay.replay(last(feed))
    until = timezone.now() + timedelta(seconds=50)
    Feed.objects.update(leased_until=until)

    with pytest.raises(replay.NotReplayable):
        replay.apply(shown)

    assert Feed.objects.get().leased_until == until


def test_what_is_no_feed_any_more_is_said_in_words(web: Loopback, make_feed: Make) -> None:
    feed = make_feed(web.page("/feed", "<html>Sign in</html>"))
    polling.poll_due()

    assert "web page" in replay.replay(last(feed)).trouble


def test_by_command(feed: Feed, web: Loopback) -> None:
    polling.ask_now([feed])
    web.page("/feed", rss(item(3), item(2), item(1)))
    polling.poll_due()
    assert [line["counts"] for line in command()] == [{"known": 3}]
    ImportedItem.objects.filter(guid="wire-1").update(headline="Other", content_digest="other")
    today = timezone.localdate().isoformat()

    shown = command("--since", today)

    # Both polls brought it; it is shown once.
    assert sum(line["counts"].get("updated", 0) for line in shown) == 1
    applied = command("--feed", str(feed.pk), "--apply")
    assert applied[0]["applied"]["updated"] == 1
    assert command("--feed", str(feed.pk))[0]["items"] == []
    with pytest.raises(CommandError, match="'yesterday' is no date"):
        command("--since", "yesterday")
