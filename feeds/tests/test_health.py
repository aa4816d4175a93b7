"""How feeds are: in words, as figures, and who needs somebody first."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from feeds.fetching.rhythm import HOUR, Rhythm, Seen, as_data, learn
from feeds.health import in_words
from feeds.health.counting import Bars, bars_of
from feeds.health.needing import by_need
from feeds.health.week import week_of
from feeds.models import Feed, ImportedItem, Subscription

Make = Callable[..., Feed]
NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)  # a Wednesday


def mornings() -> Rhythm:
    """Six reports each morning at eight on weekdays, for three weeks."""
    known, at = Rhythm(), datetime(2026, 2, 16, tzinfo=UTC).timestamp()
    while at <= NOW.timestamp():
        moment = datetime.fromtimestamp(at, UTC)
        new = 6 if moment.hour == 9 and moment.weekday() < 5 else 0
        known = learn(known, Seen(at, new, 30 if new else 0, [at - 1800] * new))
        at += HOUR
    return known


@pytest.mark.django_db
def test_it_works(make_feed: Make) -> None:
    feed = make_feed(
        "https://wire.example/",
        health="well",
        rhythm=as_data(mornings()),
        last_item_at=NOW - timedelta(hours=9),
        alerts={"quiet": "2026-03-11T08:00:00Z"},
    )
    assert in_words(feed, NOW).startswith("Quiet for 9\xa0hours; usually something comes every ")


@pytest.mark.django_db
def test_since_when_it_fails_is_said_as_people_say_it(make_feed: Make) -> None:
    feed = make_feed("https://wire.example/", health="failing", last_error="Broken.")
    assert in_words(feed, NOW) == "It was never read. Broken."
    for back, words in ((2, "Failing since Monday: Broken."), (20, "Failing since 19")):
        feed.last_success_at = NOW - timedelta(days=back)
        assert in_words(feed, NOW).startswith(words)


@pytest.mark.django_db
def test_who_needs_somebody_comes_first(make_feed: Make) -> None:
    def made(name: str, **fields: object) -> None:
        make_feed(f"https://wire.example/{name}", title=name, **fields)

    told = {"quiet": "2026-03-10T08:00:00Z"}
    made("muted", health="muted")
    made("well", health="well")
    made("seen", health="well", alerts={**told, "seen": ["quiet"]})
    made("failing", health="failing")
    made("quiet", health="well", alerts=told)
    made("new")
    names = [feed.title for feed in by_need(Feed.objects.all())]
    assert names == ["quiet", "failing", "seen", "new", "well", "muted"]


@pytest.mark.django_db
def test_the_bars_of_many_feeds_are_one_question(make_feed: Make) -> None:
    feeds = [make_feed(f"https://wire.example/{number}") for number in range(3)]
    now = timezone.now()
    for days in (0, 0, 4, 29, 40):
        ImportedItem.objects.create(
            feed=feeds[0],
            headline="x",
            identity=str(ImportedItem.objects.count()),
            received_at=now - timedelta(days=days),
        )
    with CaptureQueriesContext(
        connection,
    ) as asked:
        bars = bars_of([feed.pk for feed in feeds], now)
    assert len(asked) == 1
    numbers = bars[feeds[0].pk].numbers
    assert (len(numbers), sum(numbers), numbers[-1]) == (30, 4, 2)
    assert bars[feeds[1].pk].words == "No report in 30 days."


def test_a_day_with_little_is_seen_beside_one_with_much() -> None:
    bars = Bars([1, 0, 500]).bars
    assert [(bar.number, bar.height) for bar in bars] == [(1, 2), (500, 24)]


def test_the_week_is_told_in_the_readers_time() -> None:
    week = week_of(mornings(), NOW)
    assert week is not None
    ahead = timezone.localtime(NOW).hour - NOW.hour
    assert f"busiest about {8 + ahead}:00" in week.words
    assert week.words.startswith("About ")
    tuesday, sunday = week.hourly[24 + 8 + ahead], week.hourly[6 * 24 + 8 + ahead]
    assert tuesday > 2 * sunday
    assert len(week.cells) == 168
    assert week_of(Rhythm(), NOW) is None


@pytest.mark.django_db
def test_the_command_tells_the_same(make_feed: Make) -> None:
    feed = make_feed(
        "https://wire.example/",
        health="failing",
        last_error="The server answers: nothing there.",
        last_trouble={"code": "status-404", "params": {}, "evidence": "HTTP 404"},
        alerts={"failing": "2026-03-10T08:00:00Z"},
    )
    Subscription.objects.create(feed=feed, hub="https://hub.example/", key="k", state="verified")
    output = StringIO()
    call_command("feeds", "health", "--json", stdout=output)
    (line,) = [json.loads(text) for text in output.getvalue().splitlines()]
    assert (line["state"], line["evidence"], line["pushed"]) == ("failing", "HTTP 404", True)
    assert "new address" in line["repair"]
    assert line["repairs"] == ["seen", "poll", "mute"]
    assert [(alarm["name"], alarm["seen"]) for alarm in line["alarms"]] == [("failing", False)]
