"""How a feed is, in one sentence: for the lists, the command and the doctor."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from feeds.alerting.wording import alarms_of, quiet_words
from feeds.fetching import rhythm, troubles
from feeds.models import Feed

# So far back a weekday says more than a date.
A_WEEK = timedelta(days=6)


def in_words(feed: Feed, now: datetime) -> str:
    """How the feed is, in one sentence."""
    if feed.is_drawer:
        return _("Holds what was imported by hand; there is nothing to poll.")
    match feed.health:
        case Feed.Health.NEW:
            return _("Not polled yet.")
        case Feed.Health.MUTED:
            return _("Muted: not polled any more. %(why)s") % {"why": told_error(feed)}
        case Feed.Health.FAILING:
            return _failing(feed, now)
    return quiet_words(feed, now) if "quiet" in feed.alerts else _well(feed, now)


def needs_in_words(feed: Feed, now: datetime) -> str:
    """What is to be told of a feed that needs somebody: its alarms that nobody has seen, else how it is."""
    unseen = [alarm.words for alarm in alarms_of(feed, now) if not alarm.is_seen]
    return " ".join(unseen) or in_words(feed, now)


def told_error(feed: Feed) -> str:
    """The last error in the current language."""
    return troubles.in_words(feed).words


def _failing(feed: Feed, now: datetime) -> str:
    why = told_error(feed)
    if feed.last_success_at is None:
        return _("It was never read. %(why)s") % {"why": why}
    return _("Failing since %(when)s: %(why)s") % {
        "when": moment_in_words(feed.last_success_at, now),
        "why": why,
    }


def _well(feed: Feed, now: datetime) -> str:
    if feed.last_item_at is None:
        return _("It is read; nothing new has come yet.")
    last = timesince(min(feed.last_item_at, now - timedelta(minutes=1)), now, depth=1)
    gap = rhythm.usual_gap(rhythm.from_data(feed.rhythm))
    if not gap:
        return _("The last new report came %(time)s ago.") % {"time": last}
    usual = timesince(now - timedelta(seconds=max(gap, 60)), now, depth=1)
    words = _("The last new report came %(time)s ago; usually one comes every %(usual)s.")
    return words % {"time": last, "usual": usual}


def moment_in_words(moment: datetime, now: datetime) -> str:
    """The hour of today, the weekday of this week, else the day."""
    local = timezone.localtime(moment)
    if local.date() == timezone.localtime(now).date():
        return date_format(local, "TIME_FORMAT")
    return date_format(local, "l") if now - moment < A_WEEK else date_format(local, "SHORT_DATE_FORMAT")
