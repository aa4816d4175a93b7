"""A feed as the desk must see it: how it is, what is wrong, and what a button can do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feeds.alerting.wording import Alarm, alarms_of
from feeds.fetching import rhythm, troubles
from feeds.health.repairs import Repair, repairs_for
from feeds.health.wording import in_words
from feeds.models import Feed, Subscription


@dataclass(frozen=True, slots=True)
class Picture:
    """One feed at a moment."""

    feed: Feed
    state: str  # of Feed.Health; "quiet" and "changed" for one that is well and has an alarm
    words: str
    trouble: troubles.Told
    alarms: Sequence[Alarm]
    repairs: Sequence[Repair]
    is_pushed: bool
    usual_minutes: int | None  # between two reports
    quiet_minutes: int | None  # since the last one

    @property
    def unseen(self) -> list[Alarm]:
        """What nobody has taken note of yet."""
        return [alarm for alarm in self.alarms if not alarm.is_seen]

    @property
    def remarks(self) -> list[Alarm]:
        """The alarms that the sentence about the feed does not say already."""
        said = {"quiet", "failing", "gone"}
        return [alarm for alarm in self.alarms if alarm.name not in said]


def picture_of(feed: Feed, now: datetime) -> Picture:
    """Gathers what is known. Select ``subscription`` with the feed where there are many."""
    alarms = alarms_of(feed, now)
    gap = rhythm.usual_gap(rhythm.from_data(feed.rhythm))
    quiet = (now - feed.last_item_at).total_seconds() if feed.last_item_at else None
    return Picture(
        feed,
        state_of(feed),
        in_words(feed, now),
        troubles.in_words(feed),
        alarms,
        repairs_for(feed, alarms),
        is_pushed(feed, now),
        round(gap / 60) or 1 if gap else None,
        round(quiet / 60) if quiet is not None else None,
    )


def state_of(feed: Feed) -> str:
    """What the mark beside it shows."""
    if feed.health != Feed.Health.WELL:
        return feed.health
    if "quiet" in feed.alerts:
        return "quiet"
    return "changed" if "shape" in feed.alerts or "moved-onto" in feed.alerts else feed.health


def is_pushed(feed: Feed, now: datetime) -> bool:
    """Whether a hub brings what is new at this moment."""
    found = subscription_of(feed)
    return bool(
        found
        and found.state == Subscription.State.VERIFIED
        and (found.lease_until is None or found.lease_until > now)
    )


def subscription_of(feed: Feed) -> Subscription | None:
    """What a hub was asked for this feed."""
    found: Subscription | None = getattr(feed, "subscription", None)
    return found


def facts_of(feed: Feed, now: datetime) -> dict[str, Any]:
    """The same for programs."""
    seen = picture_of(feed, now)
    columns = ("id", "url", "title", "folder", "health", "failures", "last_success_at", "last_item_at")
    return {
        **{name: getattr(feed, name) for name in (*columns, "next_fetch_at", "last_error")},
        "source": feed.source.name,
        "state": seen.state,
        "words": seen.words,
        "evidence": seen.trouble.evidence,
        "repair": seen.trouble.repair,
        "repairs": [repair.name for repair in seen.repairs],
        "usual_minutes": seen.usual_minutes,
        "quiet_minutes": seen.quiet_minutes,
        "pushed": seen.is_pushed,
        "identity_rule": feed.identity_rule,
        "alarms": [
            {"name": alarm.name, "words": alarm.words, "since": alarm.since, "seen": alarm.is_seen}
            for alarm in seen.alarms
        ],
    }
