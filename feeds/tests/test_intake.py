"""What is the same, what is newer, what is a copy."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from articles.models import Source
from feeds.desk import accepting
from feeds.intake.identity import content_digest, fingerprint
from feeds.intake.taking_in import Tally, take_in_all
from feeds.models import Feed, ImportedItem
from feeds.parsing.reports import Enclosure, IncomingReport
from feeds.tests.conftest import STORY
from moderation.errors import Conflict
from moderation.models import Item
from moderation.recording import history_of

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
REPORT = IncomingReport(
    guid="1",
    link="https://wire.example/1",
    title="Ferry finds the harbour",
    content_html=f"<p>{STORY}</p>",
    summary=STORY,
)


@pytest.fixture
def feed(make_feed: Callable[..., Feed]) -> Feed:
    return make_feed("https://wire.example/feed")


@pytest.fixture
def other_feed(make_feed: Callable[..., Feed]) -> Feed:
    return make_feed("https://other.example/feed", title="Other")


def test_it_works(feed: Feed) -> None:
    assert take_in_all(feed, [REPORT], NOW) == Tally(items=1, new=1)

    item = ImportedItem.objects.get()
    assert (item.state, item.headline, item.link, item.body) == (
        "held",
        REPORT.title,
        REPORT.link,
        REPORT.content_html,
    )
    (decision,) = history_of(item)
    assert (decision.name, decision.actor_name) == ("hold", "intake@1")
    waiting = Item.objects.get(closed_at=None)
    assert (waiting.kind, waiting.object_id, waiting.section) == ("feeds.importeditem", item.pk, "world")
    assert [reason["rule"] for reason in waiting.reasons] == ["intake"]


def test_the_same_again_changes_nothing(feed: Feed) -> None:
    take_in_all(feed, [REPORT], NOW)
    later = replace(REPORT, link=REPORT.link + "?utm_source=x", updated=NOW)

    assert take_in_all(feed, [later], NOW) == Tally(items=1, known=1)

    assert ImportedItem.objects.get().version == 2


def test_a_newer_version_of_a_waiting_item_takes_its_place(feed: Feed, editor: User) -> None:
    take_in_all(feed, [REPORT], NOW)
    seen = ImportedItem.objects.get()

    tally = take_in_all(feed, [replace(REPORT, title="Ferry finds the quay")], NOW)

    assert tally == Tally(items=1, updated=1)
    item = ImportedItem.objects.get()
    assert (item.headline, item.state, item.version, item.updated_at) == (
        "Ferry finds the quay",
        "held",
        3,
        NOW,
    )
    assert "newer-version" in [reason["rule"] for reason in Item.objects.get().reasons]
    assert "newer version" in history_of(item)[-1].evidence.words
    with pytest.raises(Conflict):
        accepting.accept(seen, by=editor, version=seen.version)


def test_a_newer_version_of_an_accepted_item_is_noted(feed: Feed, editor: User) -> None:
    take_in_all(feed, [REPORT], NOW)
    item = ImportedItem.objects.get()
    accepting.accept(item, by=editor, version=item.version)

    tally = take_in_all(feed, [replace(REPORT, title="Ferry sinks")], NOW)

    item.refresh_from_db()
    assert (tally.updated, item.state, item.headline) == (1, "accepted", "Ferry sinks")
    assert [decision.name for decision in history_of(item)] == ["hold", "accept", "note_newer"]
    assert item.article.revisions.get().headline == REPORT.title


def test_a_rejected_item_stays_rejected(feed: Feed, editor: User) -> None:
    take_in_all(feed, [REPORT], NOW)
    item = ImportedItem.objects.get()
    accepting.reject(item, by=editor, version=item.version, reason="Old news")

    take_in_all(feed, [replace(REPORT, title="Ferry finds the quay")], NOW)

    assert ImportedItem.objects.get().state == "rejected"
    assert not Item.objects.filter(closed_at=None).exists()


def test_the_same_copy_from_elsewhere_is_folded(feed: Feed, other_feed: Feed) -> None:
    take_in_all(feed, [REPORT], NOW)
    copy = replace(
        REPORT, guid="x", link="https://other.example/x", content_html=f"<div>{STORY.upper()}</div>"
    )

    assert take_in_all(other_feed, [copy], NOW) == Tally(items=1, folded=1)

    folded = ImportedItem.objects.get(feed=other_feed)
    assert (folded.state, folded.duplicate_of.feed) == ("duplicate", feed)
    assert "Ferry finds the harbour" in history_of(folded)[0].evidence.words
    assert Item.objects.filter(closed_at=None).count() == 1


def test_short_texts_and_old_copies_are_not_folded(feed: Feed, other_feed: Feed) -> None:
    take_in_all(feed, [REPORT, IncomingReport(guid="w", title="Weather", link="https://wire.example/w")], NOW)
    short = IncomingReport(guid="w2", title="Weather", link="https://other.example/w")

    assert take_in_all(other_feed, [short], NOW).new == 1
    assert take_in_all(other_feed, [replace(REPORT, guid="9")], NOW + timedelta(days=6)).new == 1


def test_a_guid_is_the_feeds_own(feed: Feed, other_feed: Feed) -> None:
    take_in_all(feed, [REPORT], NOW)
    different = replace(
        REPORT, title="Another story", content_html="<p>About something else altogether.</p>", summary=""
    )
    assert take_in_all(other_feed, [different], NOW).new == 1


def test_a_guid_that_names_several_pages_is_none(feed: Feed) -> None:
    reports = [
        replace(
            REPORT,
            guid="same",
            link=f"https://wire.example/{n}",
            title=f"Story {n}",
            content_html=f"<p>{n}</p>",
        )
        for n in range(3)
    ]
    assert take_in_all(feed, reports, NOW).new == 3
    assert take_in_all(feed, reports, NOW).known == 3


def test_without_guid_the_link_decides_and_without_link_the_words(feed: Feed) -> None:
    linked = replace(REPORT, guid="")
    bare = replace(linked, link="", title="Else")
    take_in_all(feed, [linked, bare], NOW)

    newer = replace(linked, title="New title", link=linked.link + "#top")
    assert take_in_all(feed, [newer, bare], NOW) == Tally(items=2, updated=1, known=1)
    assert take_in_all(feed, [replace(bare, title="Else again")], NOW).new == 1


def test_what_tells_a_newer_version() -> None:
    same = [replace(REPORT, published=NOW), replace(REPORT, link=REPORT.link + "?utm_medium=rss")]
    newer = [
        replace(REPORT, title="x"),
        replace(REPORT, content_html="x"),
        replace(REPORT, enclosures=(Enclosure("https://wire.example/a.jpg", "image/jpeg"),)),
    ]
    assert {content_digest(report) for report in same} == {content_digest(REPORT)}
    assert len({content_digest(report) for report in [REPORT, *newer]}) == 4
    assert fingerprint(REPORT) == fingerprint(replace(REPORT, title="FERRY finds, the harbour!", guid="z"))


def test_one_bad_item_is_a_failure_of_that_item(feed: Feed) -> None:
    # Straight to the verb: the parser lets none of these through.
    unstorable = replace(
        REPORT, guid="bad", title="a\x00b", content_html="<p>Quite other words than the first.</p>"
    )
    empty = IncomingReport(guid="empty")

    tally = take_in_all(feed, [REPORT, unstorable, empty], NOW)

    assert (tally.items, tally.new, len(tally.failures)) == (3, 1, 2)
    assert any("neither words nor a link" in words for words in tally.failures)
    assert ImportedItem.objects.get().guid == "1"


def test_nothing_is_too_long(feed: Feed) -> None:
    long = IncomingReport(
        guid="g" * 2_000,
        link="https://wire.example/" + "x" * 1_900,
        title="Word " * 100 + "end",
        content_html="<p>" + "y " * 100_000 + "</p>",
        credit="C " * 150,
        authors=("A" * 300,) * 50,
        language="zh-Hant-HK-x-private",
        enclosures=(Enclosure("https://wire.example/" + "p" * 1_900, "image/png", credit="d" * 300),),
    )

    assert take_in_all(feed, [long], NOW).new == 1

    item = ImportedItem.objects.get()
    assert len(item.headline) <= 500
    assert (item.language, len(item.guid)) == ("zh", 2_000)


def test_an_item_without_title_is_called_by_its_beginning(feed: Feed) -> None:
    take_in_all(feed, [replace(REPORT, title="")], NOW)
    assert ImportedItem.objects.get().headline == STORY


def test_doubts_wait_in_words(feed: Feed) -> None:
    take_in_all(feed, [replace(REPORT, doubtful=("future-date", "no-guid"))], NOW)

    item = ImportedItem.objects.get()
    words = " ".join(reason["words"] for reason in Item.objects.get().reasons)
    assert (item.is_doubtful, item.doubts) == (True, ["future-date", "no-guid"])
    assert "lies in the future" in words
    assert "no identity" in words


def test_a_feed_without_section_waits_for_all(make_feed: Callable[..., Feed], agency: Source) -> None:
    take_in_all(make_feed("https://wire.example/all", section=None), [REPORT], NOW)
    assert Item.objects.get().section == ""
