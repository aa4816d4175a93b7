"""The sweep that begins and ends alarms: ``Feed.alerts`` holds those that stand, and since when."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from accounts.backends import people_with
from accounts.models import User
from feeds.alerting.judging import JUDGED, State, judge
from feeds.alerting.shapes import Shapes, shapes_of
from feeds.fetching import rhythm
from feeds.models import DRAWER, Feed
from notifications.outbox import tell

CHANGE = "feeds.change_feed"
IS_GONE = Q(health=Feed.Health.MUTED, last_trouble__code="status-410")
# Told where the answer came; they stand until somebody has seen them.
MOVED = ("moved", "moved-onto")
SEEN = "seen"


def watched() -> QuerySet[Feed]:
    """The feeds that may give cause for alarm: not the drawers, and of the muted ones those whose server said gone."""
    polled = Feed.objects.exclude(url__startswith=DRAWER)
    return polled.filter(~Q(health=Feed.Health.MUTED) | IS_GONE | ~Q(alerts={}))


def look(now: datetime | None = None) -> int:
    """Begin and end alarms; returns how many began. A feed in other hands is looked at next time."""
    now = now or timezone.now()
    return sum(_look_at(feed_id, now) for feed_id in list(watched().values_list("pk", flat=True)))


@transaction.atomic
def _look_at(feed_id: int, now: datetime) -> int:
    feeds = Feed.objects.select_for_update(skip_locked=True, of=("self",)).select_related("section", "source")
    feed = feeds.filter(pk=feed_id).first()
    if feed is None:
        return 0
    causes = judge(_state(feed, shapes_of(feed)), now)
    alerts: dict[str, Any] = {
        name: fact for name, fact in feed.alerts.items() if name not in JUDGED or name in causes
    }
    new = sorted(causes - alerts.keys())
    alerts |= dict.fromkeys(new, f"{now:%Y-%m-%dT%H:%M:%SZ}")
    alerts[SEEN] = sorted(set(alerts.get(SEEN, ())) & alerts.keys())
    alerts = {name: fact for name, fact in alerts.items() if fact}
    if alerts != feed.alerts:
        # Not ``save``: a poll that is under way writes other columns of the same row.
        Feed.objects.filter(pk=feed.pk).update(alerts=alerts)
    for name in (*new, *(name for name in MOVED if name in alerts)):
        _tell(feed, name, alerts[name], now)
    return len(new)


def _tell(feed: Feed, name: str, since: str, now: datetime) -> None:
    """Once for each time that it began: the event's name says so."""
    people = [person for person in people_with(CHANGE) if may_change(person, feed)]
    tell(
        people,
        "feed_alarm",
        event=f"feed-{name}:{feed.pk}:{since}",
        object_id=feed.pk,
        context={"cause": name},
        now=now,
    )


def _state(feed: Feed, shapes: Shapes) -> State:
    failing_since = feed.last_success_at
    if feed.health == Feed.Health.FAILING and failing_since is None:
        failing_since = feed.fetches.aggregate(first=Min("started_at"))["first"]
    return State(
        health=feed.health,
        failing_since=failing_since,
        is_gone=feed.health == Feed.Health.MUTED and feed.last_trouble.get("code") == "status-410",
        rhythm=rhythm.from_data(feed.rhythm),
        usual=shapes.usual,
        lately=shapes.lately,
    )


def may_change(person: User, feed: Feed) -> bool:
    """Whether the person looks after this feed."""
    return person.has_perm(CHANGE, feed) if feed.section_slug else person.has_perm(CHANGE)


@transaction.atomic
def seen(feed: Feed, name: str) -> bool:
    """Somebody has seen an alarm: it troubles nobody until it begins anew. A move is over with that."""
    row = Feed.objects.select_for_update().get(pk=feed.pk)
    if name not in row.alerts or name == SEEN:
        return False
    if name in MOVED:
        alerts = {key: fact for key, fact in row.alerts.items() if key != name}
    else:
        alerts = {**row.alerts, SEEN: sorted({*row.alerts.get(SEEN, ()), name})}
    Feed.objects.filter(pk=feed.pk).update(alerts=alerts)
    return True
