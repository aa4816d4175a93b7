"""What the desk is told of its feeds without asking, once, and what ends it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from feeds.alerting import judging, sweeping
from feeds.alerting.judging import State, arrivals_due, is_quiet, judge
from feeds.alerting.notices import FeedNotice
from feeds.alerting.wording import alarms_of
from feeds.fetching.rhythm import HOUR, Rhythm, Seen, as_data, learn
from feeds.models import Feed, ImportedItem
from notifications.models import Notification

MONDAY = datetime(2026, 3, 9, tzinfo=UTC)


def day_paper(days: int = 21) -> Rhythm:
    """Four reports an hour from eight to eight on weekdays, seen every half hour, until midnight before a Monday."""
    known, at = Rhythm(), MONDAY.timestamp() - days * 24 * HOUR
    while at <= MONDAY.timestamp():
        moment = datetime.fromtimestamp(at, UTC)
        new = 2 if 8 <= moment.hour < 20 and moment.weekday() < 5 else 0
        known = learn(known, Seen(at, new, 30 if new else 0))
        at += 0.5 * HOUR
    return known


@pytest.mark.parametrize(
    ("hours", "quiet"),
    [(0, False), (7, False), (9, False), (14, True), (20, True)],
)
def test_a_night_and_a_weekend_are_no_silence(hours: float, quiet: bool) -> None:
    """Friday evening to Monday morning nothing is due; on Monday at two there should have been twenty."""
    assert is_quiet(day_paper(), MONDAY + timedelta(hours=hours)) is quiet


def test_batches_count_once() -> None:
    """Twenty at once each Monday morning are one arrival: their absence at noon proves nothing."""
    known = Rhythm()
    at = MONDAY.timestamp() - 28 * 24 * HOUR
    while at < MONDAY.timestamp():
        moment = datetime.fromtimestamp(at, UTC)
        is_time = moment.weekday() == 0 and moment.hour == 6
        known = learn(known, Seen(at, 20 if is_time else 0, 40, [at - 60] * 20 if is_time else []))
        at += HOUR
    assert arrivals_due(known, MONDAY + timedelta(hours=12)) < judging.ARRIVALS_DUE


def test_what_nobody_knows_yet_is_not_judged() -> None:
    assert judge(State("well"), MONDAY) == set()
    assert judge(State("well", rhythm=day_paper(days=3)), MONDAY + timedelta(hours=20)) == set()


@pytest.fixture
def feed(make_feed: Callable[..., Feed]) -> Feed:
    return make_feed(
        "https://wire.example/feed",
        title="The Wire",
        health="well",
        rhythm=as_data(day_paper()),
        last_success_at=MONDAY + timedelta(hours=13),
        last_item_at=MONDAY - timedelta(hours=52),
    )


def standing(feed: Feed) -> list[str]:
    feed.refresh_from_db()
    return [name for name in feed.alerts if name != sweeping.SEEN]


@pytest.mark.django_db
class TestTheSweep:
    def test_it_works(self, feed: Feed, publisher: User, editor: User) -> None:
        noon = MONDAY + timedelta(hours=14)
        assert sweeping.look(MONDAY) == 0
        assert sweeping.look(noon) == 1
        assert sweeping.look(noon + timedelta(minutes=5)) == 0
        assert standing(feed) == ["quiet"]
        told = Notification.objects.filter(kind="feed_alarm")
        assert {notice.recipient for notice in told} == {publisher}  # editors do not look after feeds
        assert told.filter(channel="email").count() == 1
        message = FeedNotice().render(told.first())
        assert message is not None
        assert "The Wire" in message.title
        assert "Quiet for" in message.title
        assert "usually" in message.title

    def test_what_comes_ends_it_and_the_next_silence_is_told_again(self, feed: Feed, publisher: User) -> None:
        sweeping.look(MONDAY + timedelta(hours=14))
        at = (MONDAY + timedelta(hours=15)).timestamp()
        known = learn(day_paper(), Seen(at, 2, 30, [at - 60, at - 30]))
        Feed.objects.update(rhythm=as_data(known))
        assert sweeping.look(MONDAY + timedelta(hours=15)) == 0
        assert standing(feed) == []
        assert FeedNotice().render(Notification.objects.filter(kind="feed_alarm").first()) is None
        assert sweeping.look(MONDAY + timedelta(hours=40)) == 1
        assert Notification.objects.filter(kind="feed_alarm", channel="email").count() == 2

    def test_who_has_seen_it_is_not_shown_it_again(self, feed: Feed, publisher: User) -> None:
        noon = MONDAY + timedelta(hours=14)
        sweeping.look(noon)
        assert sweeping.seen(feed, "quiet")
        sweeping.look(noon + timedelta(minutes=5))
        feed.refresh_from_db()
        (alarm,) = alarms_of(feed, noon)
        assert alarm.is_seen
        assert not sweeping.seen(feed, "no such alarm")

    @pytest.mark.parametrize(
        ("columns", "name"),
        [
            ({"health": "failing", "last_success_at": MONDAY - timedelta(hours=25)}, "failing"),
            ({"health": "muted", "last_trouble": {"code": "status-410"}, "last_error": "Gone."}, "gone"),
        ],
    )
    def test_failing_for_a_day_and_gone(self, feed: Feed, columns: dict[str, Any], name: str) -> None:
        Feed.objects.update(**columns)
        sweeping.look(MONDAY)
        assert standing(feed) == [name]
        assert alarms_of(feed, MONDAY)[0].words

    def test_a_feed_muted_by_hand_troubles_nobody(self, feed: Feed) -> None:
        sweeping.look(MONDAY + timedelta(hours=14))
        Feed.objects.update(health="muted", last_trouble={})
        sweeping.look(MONDAY + timedelta(hours=15))
        assert standing(feed) == []

    def test_a_move_is_told_once_and_stands_until_it_was_seen(self, feed: Feed, publisher: User) -> None:
        Feed.objects.update(alerts={"moved": "2026-03-09T00:00:00Z"})
        sweeping.look(MONDAY)
        sweeping.look(MONDAY)
        assert Notification.objects.filter(kind="feed_alarm", channel="email").count() == 1
        assert standing(feed) == ["moved"]
        sweeping.seen(feed, "moved")
        assert standing(feed) == []

    def test_a_feed_that_lost_its_texts(self, feed: Feed, publisher: User) -> None:
        Feed.objects.update(last_item_at=MONDAY, rhythm={})
        rows = [
            ImportedItem(
                feed=feed,
                identity=str(number),
                headline="x",
                body="<p>" + "word " * (200 if number < 30 else 5),
                received_at=MONDAY + timedelta(minutes=number),
                published_at=MONDAY,
            )
            for number in range(40)
        ]
        ImportedItem.objects.bulk_create(rows)
        assert sweeping.look(MONDAY + timedelta(hours=1)) == 1
        feed.refresh_from_db()
        (alarm,) = alarms_of(feed, MONDAY)
        assert (alarm.name, "full texts" in alarm.words, "dates" in alarm.words) == ("shape", True, False)
