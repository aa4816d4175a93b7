"""Which item a report is, when guids cannot be trusted; and what stays away once it was deleted or dropped."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feeds.intake.identity import guid_name
from feeds.intake.matching import Sign
from feeds.intake.switching import judge
from feeds.intake.taking_in import Tally, foresee, take_in_all
from feeds.models import Feed, ImportedItem
from feeds.parsing.reports import IncomingReport

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
TOPICS = (
    "The ferry reached the harbour after seven bells and nobody on board had been afraid of the fog that night",
    "Teachers at the old grammar school began a strike on Monday because their timetable leaves no time to eat",
    "A comet that was last seen under Queen Anne stood above the observatory until clouds came from the west",
    "The council sold the tram depot to a brewery, which wants to keep the rails and to pour beer on platform two",
    "Apple growers lost half of the blossom to frost and ask the minister for a fund that pays before summer",
)


def reports(count: int = 5, **fields: str) -> list[IncomingReport]:
    """Reports on different matters; ``fields`` may name ``{n}``."""
    return [
        IncomingReport(
            **{
                "guid": f"wire-{n}",
                "link": f"https://wire.example/{n}",
                "title": TOPICS[n][:40],
                "content_html": f"<p>{TOPICS[n]}.</p>",
                **{name: value.format(n=n) for name, value in fields.items()},
            },
            published=NOW - timedelta(hours=n),
        )
        for n in range(count)
    ]


@pytest.fixture
def feed(make_feed: Callable[..., Feed]) -> Feed:
    return make_feed("https://wire.example/feed")


def rule_of(feed: Feed) -> str:
    return Feed.objects.get(pk=feed.pk).identity_rule


def test_it_works(feed: Feed) -> None:
    assert take_in_all(feed, reports(), NOW).new == 5
    assert take_in_all(feed, reports(), LATER) == Tally(items=5, known=5)
    assert rule_of(feed) == "guid"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("https://wire.example/{n}?PHPSESSID=a8f1", "https://wire.example/{n}?PHPSESSID=77c2"),
        ("http://wire.example/{n}", "https://www.wire.example/{n}/"),
        ("https://wire.example/{n}", "https://wire.example/{n}?utm_source=rss&utm_medium=feed"),
    ],
)
def test_what_belongs_to_the_asker_is_no_part_of_a_guid(feed: Feed, before: str, after: str) -> None:
    take_in_all(feed, reports(guid=before), NOW)
    assert take_in_all(feed, reports(guid=after), LATER).known == 5
    assert rule_of(feed) == "guid"


def test_the_fragment_of_a_guid_may_name_the_entry(feed: Feed) -> None:
    assert guid_name("https://wire.example/live#post-1") != guid_name("https://wire.example/live#post-2")
    live = reports(guid="https://wire.example/live#post-{n}", link="https://wire.example/live#post-{n}")
    assert take_in_all(feed, live, NOW).new == 5
    assert take_in_all(feed, live[:2], LATER) == Tally(items=2, known=2)


def test_guids_that_change_at_every_poll_bring_nothing_again_and_switch_the_rule(feed: Feed) -> None:
    take_in_all(feed, reports(guid="{n}-at-noon"), NOW)

    tally = take_in_all(feed, reports(guid="{n}-ten-minutes-later"), LATER)

    assert (tally.new, tally.known) == (0, 5)
    (notice,) = tally.notices
    assert "another guid each time (5 of 5)" in notice
    assert "its address" in notice
    feed.refresh_from_db()
    assert (feed.identity_rule, feed.identity_rule_since) == ("link", LATER)
    again = take_in_all(feed, reports(guid="{n}-later-still"), LATER)
    assert again == Tally(items=5, known=5)


def test_guids_that_change_with_each_edit_bring_newer_versions(feed: Feed) -> None:
    take_in_all(feed, reports(guid="{n}-1"), NOW)
    edited = [replace(report, summary="Corrected.") for report in reports(guid="{n}-2")]

    assert take_in_all(feed, edited, LATER).updated == 5
    assert rule_of(feed) == "link"


def test_guid_and_address_may_both_change_if_the_words_stay(feed: Feed) -> None:
    take_in_all(feed, reports(guid="{n}-a", link="https://wire.example/s/a/{n}"), NOW)
    tally = take_in_all(feed, reports(guid="{n}-b", link="https://wire.example/s/b/{n}"), LATER)
    assert (tally.new, tally.known) == (0, 5)


def test_one_guid_for_all_loses_nothing(feed: Feed) -> None:
    tally = take_in_all(feed, reports(guid="news"), NOW)

    assert tally.new == 5
    assert "one guid to different reports" in tally.notices[0]
    assert rule_of(feed) == "link"
    assert take_in_all(feed, reports(guid="news"), LATER).known == 5


def test_a_guid_that_comes_back_for_another_report_loses_neither(feed: Feed) -> None:
    """A feed that holds only its latest report, always under the same guid."""
    for report in reports(guid="latest"):
        assert take_in_all(feed, [report], NOW).new == 1
    assert ImportedItem.objects.count() == 5
    assert rule_of(feed) == "link"


def test_a_date_as_guid_loses_nothing(feed: Feed) -> None:
    same_minute = [replace(report, guid="Tue, 10 Mar 2026 12:00", published=NOW) for report in reports(3)]
    for report in same_minute:
        assert take_in_all(feed, [report], NOW).new == 1


def test_items_known_before_the_switch_are_found_after_it(feed: Feed) -> None:
    take_in_all(feed, reports(), NOW)
    Feed.objects.update(identity_rule="link")
    feed.refresh_from_db()
    assert take_in_all(feed, reports(guid="new-{n}"), LATER).known == 5

    Feed.objects.update(identity_rule="words")
    feed.refresh_from_db()
    assert take_in_all(feed, reports(guid="n-{n}", link="https://other.example/{n}"), LATER).known == 5


def test_the_rule_goes_back_only_by_a_person(feed: Feed) -> None:
    Feed.objects.update(identity_rule="link", identity_rule_reason="Bad guids")
    feed.refresh_from_db()
    take_in_all(feed, reports(), NOW)
    take_in_all(feed, reports(), LATER)
    assert rule_of(feed) == "link"


def test_a_new_headline_at_a_new_address_is_the_same_report(feed: Feed) -> None:
    (report,) = reports(1)
    take_in_all(feed, [report], NOW)
    moved = replace(report, title="Harbour reached", link="https://wire.example/harbour-reached")
    assert take_in_all(feed, [moved], LATER).updated == 1
    assert rule_of(feed) == "guid"


def test_two_reports_at_one_address_are_two(feed: Feed) -> None:
    first, second, *_ = reports(link="https://wire.example/")
    take_in_all(feed, [first], NOW)
    assert take_in_all(feed, [second], LATER).new == 1
    assert take_in_all(feed, [first, second], LATER).known == 2


def test_a_report_listed_twice_is_one_and_its_newer_version_stands(feed: Feed) -> None:
    (report,) = reports(1)
    newer = replace(report, summary="With more.")
    assert take_in_all(feed, [newer, report, report], NOW) == Tally(items=3, new=1, updated=1, known=1)
    assert ImportedItem.objects.get().summary == "With more."


def test_foreseeing_stores_nothing(feed: Feed) -> None:
    take_in_all(feed, reports(2), NOW)
    planned = foresee(feed, [*reports(3), IncomingReport()], NOW).planned
    assert [one.fate for one in planned] == ["refused", "new", "known", "known"]
    assert ImportedItem.objects.count() == 2


@pytest.mark.parametrize(
    ("signs", "switches"),
    [
        ([Sign.REPEATS] * 2 + [Sign.HELD] * 9, False),
        ([Sign.REPEATS] * 3 + [Sign.HELD] * 9, True),
        ([Sign.REPEATS], True),
        ([Sign.CHANGES] * 2 + [Sign.HELD] * 9, False),
        ([Sign.CHANGES] * 5 + [Sign.HELD] * 4, True),
        ([Sign.NONE] * 5, False),
        ([], False),
    ],
)
def test_when_guids_prove_bad(signs: list[Sign], switches: bool) -> None:
    assert bool(judge("guid", signs)) is switches
    assert not judge("link", signs)
