"""Alarms in words: for notices, the list of feeds and the first page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.dateparse import parse_datetime
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feeds.alerting.judging import FAILING, GONE, QUIET, SHAPE, State, lost_parts
from feeds.alerting.shapes import shapes_of
from feeds.alerting.sweeping import SEEN
from feeds.fetching import rhythm, troubles
from feeds.models import Feed

PARTS = {
    "text": gettext_lazy("full texts"),
    "picture": gettext_lazy("pictures"),
    "date": gettext_lazy("dates"),
    "author": gettext_lazy("authors"),
    "category": gettext_lazy("categories"),
}
ORDER = (GONE, FAILING, "moved-onto", SHAPE, QUIET, "moved")


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm that stands."""

    name: str
    words: str
    since: datetime | None
    is_seen: bool


def alarms_of(feed: Feed, now: datetime) -> list[Alarm]:
    """Those that stand, the worst first."""
    seen = feed.alerts.get(SEEN, ())
    return [
        Alarm(name, in_words(feed, name, now), parse_datetime(str(feed.alerts[name])), name in seen)
        for name in ORDER
        if name in feed.alerts
    ]


def in_words(feed: Feed, name: str, now: datetime) -> str:
    """What has happened to the feed, in a sentence."""
    match name:
        case "quiet":
            return quiet_words(feed, now)
        case "failing":
            words = _("It has not been read for %(time)s. %(why)s")
            last = feed.last_success_at
            why = troubles.in_words(feed).words
            return (
                words % {"time": timesince(last, now), "why": why}
                if last
                else _("It was never read. %s") % why
            )
        case "gone":
            return troubles.in_words(feed).words
        case "shape":
            shapes = shapes_of(feed)
            parts = lost_parts(State("", usual=shapes.usual, lately=shapes.lately))
            return _("Its reports used to have %(parts)s; the newest have none.") % {
                "parts": ", ".join(str(PARTS[part]) for part in parts)
            }
        case "moved":
            return _("It has moved for good, and is asked for at %(address)s.") % {"address": feed.url}
        case "moved-onto":
            return _(
                "It has moved for good to %(address)s, which is another feed here: one of the two can go."
            ) % {"address": feed.moved_to}
    return ""


def quiet_words(feed: Feed, now: datetime) -> str:
    """“Quiet for 9 hours, usually every 40 minutes”, as far as it is known."""
    known = rhythm.from_data(feed.rhythm)
    if not feed.last_item_at:
        return _("Nothing new has come yet.")
    quiet = timesince(feed.last_item_at, now, depth=1)
    gap = rhythm.usual_gap(known)
    if not gap:
        return _("The last new report came %(time)s ago.") % {"time": quiet}
    usual = timesince(now - timedelta(seconds=max(gap, 60)), now, depth=1)
    return _("Quiet for %(time)s; usually something comes every %(usual)s.") % {"time": quiet, "usual": usual}
