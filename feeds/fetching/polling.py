"""Polling: claim what is due by a lease, fetch and read outside any transaction, store, and let nothing end the sweep."""

import logging
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from django.db import connections, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from feeds.fetching.asking import Answer, Question, fetch
from feeds.fetching.deciding import Step, Verdict, decide
from feeds.fetching.keeping import Poll, keep
from feeds.fetching.politeness import turn_at
from feeds.intake.taking_in import take_in_all
from feeds.models import Feed
from feeds.parsing.killable import parse_killable
from feeds.parsing.reports import Unparsable

log = logging.getLogger(__name__)

# Longer than a fetch (20 s) and a parse (30 s) together: a worker that was killed holds a feed no longer than this.
LEASE = timedelta(seconds=60)
# Feeds asked at the same time by one sweep: they wait for strangers, not for us.
HANDS = 8
# Then the sweep makes room for others; beat comes back within the minute.
SWEEP_SECONDS = 30.0
LATER = timedelta(seconds=10)

OUR_FAULT = gettext_noop("Newsroom itself made an error while polling this feed; its log says more.")


def due(now: datetime) -> QuerySet[Feed]:
    """Feeds whose time has come and that nobody polls at the moment, longest waiting first."""
    waiting = Feed.objects.filter(~Q(health=Feed.Health.MUTED), next_fetch_at__lte=now)
    return unleased(waiting, now).order_by("next_fetch_at", "id")


def unleased(feeds: QuerySet[Feed], now: datetime) -> QuerySet[Feed]:
    """Those that nobody polls at the moment, as far as leases tell."""
    return feeds.filter(Q(leased_until=None) | Q(leased_until__lte=now))


@transaction.atomic
def claim(feeds: QuerySet[Feed], now: datetime) -> Feed | None:
    """Lease the first of ``feeds`` that no other worker is taking at this moment; None if there is none."""
    feed = feeds.select_related("source", "section").select_for_update(skip_locked=True, of=("self",)).first()
    if feed is not None:
        feed.leased_until = now + LEASE
        feed.save(update_fields=["leased_until"])
    return feed


def claim_now(feeds: QuerySet[Feed]) -> Feed | None:
    """Lease the first of ``feeds`` whether it is due or not; None where somebody else is polling it."""
    now = timezone.now()
    return claim(unleased(feeds, now), now)


def poll(feed: Feed) -> Poll:
    """Poll a feed that was claimed: gather, decide, store. Never raises on what strangers send."""
    started_at = timezone.now()
    answer = fetch(Question(feed.url, feed.etag, feed.last_modified))
    result = read(feed, answer, started_at, known_digest=feed.body_digest)
    keep(result)
    return result


def read(feed: Feed, answer: Answer, started_at: datetime, *, known_digest: str = "") -> Poll:
    """Decide on an answer, parse it where there is something to read, and take its reports in."""
    verdict = decide(answer, known_digest=known_digest)
    if verdict.step != Step.READ:
        return Poll(feed, started_at, answer, verdict)
    parsed = parse_killable(answer.body, answer.headers, started_at)
    if isinstance(parsed, Unparsable):
        return Poll(feed, started_at, answer, Verdict(Step.FAIL, parsed.reason), evidence=parsed.evidence)
    _renew_lease(feed)
    return Poll(
        feed,
        started_at,
        answer,
        Verdict(Step.READ, " ".join(parsed.notices)),
        tally=take_in_all(feed, parsed.items, started_at),
        title=parsed.title,
        asked_for=timedelta(minutes=parsed.minutes_between),
    )


def poll_due(hands: int = HANDS) -> list[Poll]:
    """Poll every feed that is due, several at a time, until none is left or the sweep's time is up."""
    until = time.monotonic() + SWEEP_SECONDS
    waiting = due(timezone.now()).count()
    if min(hands, waiting) <= 1:
        return _work_off(until)
    with ThreadPoolExecutor(min(hands, waiting)) as pool:
        done = [pool.submit(_work_off_apart, until) for _ in range(min(hands, waiting))]
        return [result for one in done for result in one.result()]


def ask_now(feeds: Iterable[Feed]) -> int:
    """Make feeds due at once, muted ones too; returns how many."""
    ids = [feed.pk for feed in feeds if not feed.is_drawer]
    Feed.objects.filter(pk__in=ids, health=Feed.Health.MUTED).update(health=Feed.Health.NEW, failures=0)
    return Feed.objects.filter(pk__in=ids).update(next_fetch_at=timezone.now())


def mute(feeds: Iterable[Feed]) -> int:
    """Let feeds rest until somebody asks for them; returns how many."""
    ids = [feed.pk for feed in feeds]
    return Feed.objects.filter(pk__in=ids).update(health=Feed.Health.MUTED, next_fetch_at=None)


def poll_safely(feed: Feed) -> Poll:
    """As ``poll``; an error of our own is logged and told on the feed, so that it neither ends a sweep nor hides."""
    try:
        return poll(feed)
    except Exception as error:
        log.exception("feed %s (%s) could not be polled", feed.pk, feed.url)
        verdict = Verdict(Step.FAIL, OUR_FAULT)
        result = Poll(feed, timezone.now(), Answer(feed.url), verdict, evidence=type(error).__name__)
        keep(result)
        return result


def _work_off(until: float) -> list[Poll]:
    results = []
    while time.monotonic() < until:
        now = timezone.now()
        feed = claim(due(now), now)
        if feed is None:
            break
        with turn_at(feed.url) as ours:
            if ours:
                results.append(poll_safely(feed))
            else:
                _let_wait(feed)
    return results


def _work_off_apart(until: float) -> list[Poll]:
    try:
        return _work_off(until)
    finally:
        connections.close_all()  # a thread's own


def _renew_lease(feed: Feed) -> None:
    """Taking in hundreds of reports needs time of its own."""
    renewed = timezone.now() + LEASE
    if Feed.objects.filter(pk=feed.pk, leased_until=feed.leased_until).update(leased_until=renewed):
        feed.leased_until = renewed


def _let_wait(feed: Feed) -> None:
    """Others are at this host; the feed comes a little later."""
    Feed.objects.filter(pk=feed.pk, leased_until=feed.leased_until).update(
        leased_until=None, next_fetch_at=timezone.now() + LATER
    )
