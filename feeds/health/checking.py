"""The doctor's row: the parser answers, and not every feed fails at once."""

from django.utils import timezone

from common.doctor import Check, Unwell
from feeds.models import Feed
from feeds.parsing.killable import parse_killable
from feeds.parsing.reports import ParsedFeed

# One feed's trouble is its publisher's; when all fail the trouble is likely ours.
ENOUGH_TO_JUDGE = 3
PROBE = b"<rss version='2.0'><channel><title>Probe</title><item><title>One</title></item></channel></rss>"


def check() -> str:
    """What is well, in words. Raises Unwell."""
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
