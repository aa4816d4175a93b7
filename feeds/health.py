"""How feeds are, in words: for the list in the admin, the command and the doctor."""

from datetime import datetime

from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.doctor import Check, Unwell
from feeds.fetching import troubles
from feeds.models import Feed
from feeds.parsing.killable import parse_killable
from feeds.parsing.reports import ParsedFeed

# One feed's trouble is its publisher's; when all fail the trouble is likely ours.
ENOUGH_TO_JUDGE = 3
PROBE = b"<rss version='2.0'><channel><title>Probe</title><item><title>One</title></item></channel></rss>"


def in_words(feed: Feed, now: datetime) -> str:
    """How the feed is, in one sentence."""
    match feed.health:
        case Feed.Health.NEW:
            return _("Not polled yet.")
        case Feed.Health.MUTED:
            return _("Muted: not polled any more. %(why)s") % {"why": told_error(feed)}
        case Feed.Health.FAILING:
            times = ngettext("Failed once.", "Failed %(count)s times in a row.", feed.failures)
            return f"{times % {'count': feed.failures}} {told_error(feed)}"
    if feed.last_item_at is None:
        return _("Well; nothing new has come yet.")
    return _("Well; the last new report came %(time)s ago.") % {"time": timesince(feed.last_item_at, now)}


def told_error(feed: Feed) -> str:
    """The last error in the current language."""
    return troubles.in_words(feed).words


def check() -> str:
    """The doctor's row: the parser answers, and not every feed fails at once."""
    if not isinstance(parse_killable(PROBE, {}), ParsedFeed):
        raise Unwell("The parser process does not answer: can this user start processes?")
    active = Feed.objects.exclude(health=Feed.Health.MUTED)
    healths = list(active.values_list("health", flat=True))
    failing = healths.count(Feed.Health.FAILING)
    if failing == len(healths) >= ENOUGH_TO_JUDGE:
        raise Unwell(
            f"All {failing} feeds fail: does this machine reach the web? See manage.py feeds health."
        )
    overdue = active.filter(next_fetch_at__lte=timezone.now()).count()
    return f"{len(healths)} feeds, {failing} failing, {overdue} due now; the parser answers"


CHECK = Check("feeds", check)
