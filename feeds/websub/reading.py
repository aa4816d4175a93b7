"""Pushes that wait are read: parsed and taken in as what polls bring is, one at a time for each feed."""

import time

from django.utils import timezone

from feeds.fetching import leasing
from feeds.fetching.asking import Answer
from feeds.fetching.deciding import decide
from feeds.fetching.gathering import understood
from feeds.fetching.polls import Poll
from feeds.fetching.settling import settle_safely
from feeds.models import Feed, Fetch, Push
from feeds.parsing.killable import parse_killable

SECONDS = 40.0


def read_waiting() -> list[Poll]:
    """Read what hubs have brought until nothing waits, or the time is up. Feeds that are being polled come later."""
    until, polls = time.monotonic() + SECONDS, list[Poll]()
    while time.monotonic() < until:
        now = timezone.now()
        waiting = Feed.objects.filter(pk__in=Push.objects.values("feed"))
        claimed = leasing.claim(leasing.unleased(waiting, now).order_by("id"), now)
        if not claimed:
            break
        polls.extend(_read_next(feed) for feed in claimed)
    return polls


def _read_next(feed: Feed) -> Poll:
    """The feed's oldest push. It goes last, so that a killed worker's is read again."""
    push = feed.pushes.earliest("id")
    headers = {"content-location": feed.url, **push.headers}
    answer = Answer(feed.url, 200, headers, bytes(push.body))
    verdict = decide(answer, known_digest="")
    parsed = parse_killable(answer.body, answer.headers, push.received_at)
    gathered = understood(answer, verdict, parsed, push.received_at)
    poll = settle_safely(feed, gathered, way=Fetch.Way.PUSHED)
    push.delete()
    return poll
