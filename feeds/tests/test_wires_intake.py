"""From a wire's file to the queue: what it says of its copy stands in the item, a kill needs no words, withheld waits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from feeds.intake.taking_in import take_in_all
from feeds.models import Feed, ImportedItem
from feeds.parsing.document import parse
from feeds.parsing.reports import IncomingReport, ParsedFeed
from moderation.models import Item

DATA = Path(__file__).parent / "data" / "wires"
pytestmark = pytest.mark.django_db


def read(body: bytes) -> list[IncomingReport]:
    parsed = parse(body, {}, timezone.now())
    assert isinstance(parsed, ParsedFeed)
    return list(parsed.items)


@pytest.fixture
def feed(make_feed: Callable[..., Feed]) -> Feed:
    return make_feed("https://wire.example/ninjs")


def test_it_works(feed: Feed) -> None:
    take_in_all(feed, read((DATA / "ninjs1.json").read_bytes()), timezone.now())
    item = ImportedItem.objects.get()
    assert (item.wire_version, item.wire_status, item.urgency) == ("3", "usable", 2)
    assert (item.dateline, item.byline) == ("Lisbon", "By Ines Prado and Tomas Reyes")
    assert item.embargo_until == datetime(2026, 11, 25, 5, tzinfo=UTC)
    assert item.restrictions == ["web_only", "no_archive", "no_picture_reuse", "days:7"]
    assert item.rights == "© 2026 Harbour Wire. All rights reserved."
    assert item.usage_terms.startswith("Internet only")
    assert item.wire_note == "Eds: adds number of berths"
    assert item.media[0]["caption"] == "The ferry at its berth"
    assert item.picture_credit == "Marta Lund"


def test_a_kill_without_words_finds_its_report_and_leaves_the_words(feed: Feed) -> None:
    now = timezone.now()
    take_in_all(feed, read((DATA / "ninjs2.json").read_bytes()), now)
    kill = (
        b'{"uri": "https://wire.example/items/4711", "type": "text", "version": "2", "pubstatus": "canceled"}'
    )

    tally = take_in_all(feed, read(kill), now + timedelta(minutes=5))

    item = ImportedItem.objects.get()
    assert (tally.updated, tally.failures) == (1, ())
    assert (item.wire_status, item.wire_version) == ("canceled", "2")
    assert item.headline == "Nachtfähre fährt wieder"
    assert item.body
    assert take_in_all(feed, read(kill), now + timedelta(minutes=9)).known == 1


def test_a_kill_of_what_never_came_is_no_failure(feed: Feed) -> None:
    kills = [
        IncomingReport(guid=f"urn:newsml:harbour.example:{number}", status="canceled") for number in (1, 2)
    ]
    assert take_in_all(feed, kills, timezone.now()).failures == ()
    assert not ImportedItem.objects.filter(state=ImportedItem.State.HELD).exists()


def test_what_is_withheld_waits_with_the_reason(feed: Feed) -> None:
    take_in_all(feed, read((DATA / "ninjs3.json").read_bytes()), timezone.now())
    item = ImportedItem.objects.get()
    assert (item.wire_status, item.state) == ("withheld", "held")
    words = [reason["words"] for reason in Item.objects.get(object_id=item.pk).reasons]
    assert "Withheld by the wire: it is not to be published as it is." in words


def test_terms_that_change_are_a_newer_version(feed: Feed) -> None:
    now = timezone.now()
    report = IncomingReport(guid="urn:1", title="A ferry", content_html="<p>It runs.</p>")
    take_in_all(feed, [report], now)
    newer = replace(report, usage_terms="No archive", restrictions=("no_archive",))
    assert take_in_all(feed, [newer], now).updated == 1
    assert ImportedItem.objects.get().restrictions == ["no_archive"]


def test_what_the_feed_says_of_all_its_items_holds_for_each(feed: Feed) -> None:
    feed.restrictions, feed.rights = ["no_syndication"], "© Harbour Wire"
    feed.save()
    take_in_all(
        feed, [IncomingReport(guid="urn:1", title="A ferry", link="https://wire.example/1")], timezone.now()
    )
    item = ImportedItem.objects.get()
    assert (item.restrictions, item.rights) == (["no_syndication"], "© Harbour Wire")
