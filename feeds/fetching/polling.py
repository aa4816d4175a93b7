"""Polling: the ways in. Whatever is due is swept; one feed is polled by hand; feeds are asked for, or left to rest."""

import asyncio
from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from common import outbound
from common.awaiting import awaited
from feeds.fetching import leasing
from feeds.fetching.asking import Answer
from feeds.fetching.deciding import Step, decide
from feeds.fetching.gathering import Gathered, NotNow, ask_in_turn, read_beside_others, understood
from feeds.fetching.keeping import Poll
from feeds.fetching.leasing import due
from feeds.fetching.politeness import LONGEST_TURN, Turns
from feeds.fetching.settling import settle, settle_safely, take_in
from feeds.fetching.sweeping import AT_ONCE, Sweep
from feeds.fetching.watching_folders import poll_folder
from feeds.models import Feed, Fetch
from feeds.parsing.killable import parse_killable

__all__ = ["ask_now", "claim_now", "due", "mute", "poll", "poll_due", "poll_safely", "read"]


def poll_due(at_once: int = AT_ONCE) -> list[Poll]:
    """Poll every feed that is due, many at a time, until none is left or the sweep's time is up."""
    return Sweep(at_once).run()


def claim_now(feeds: QuerySet[Feed]) -> Feed | None:
    """Lease the first of ``feeds`` whether it is due or not; None where somebody else is polling it."""
    now = timezone.now()
    claimed = leasing.claim(leasing.unleased(feeds, now), now)
    return claimed[0] if claimed else None


def poll(feed: Feed) -> Poll:
    """Poll a feed that was claimed: gather, decide, store. Never raises on what strangers send."""
    if feed.is_folder:
        return poll_folder(feed)
    return settle(feed, awaited(_gather(feed)), way=Fetch.Way.BY_HAND)


def poll_safely(feed: Feed) -> Poll:
    """As ``poll``; an error of our own is logged and told on the feed."""
    if feed.is_folder:
        return poll_folder(feed)
    try:
        outcome: Gathered | Exception = awaited(_gather(feed))
    except Exception as error:
        outcome = error
    return settle_safely(feed, outcome, way=Fetch.Way.BY_HAND)


def read(feed: Feed, answer: Answer, started_at: datetime, *, known_digest: str = "") -> Poll:
    """Decide on an answer, parse it where there is something to read, and take its reports in."""
    verdict = decide(answer, known_digest=known_digest)
    parsed = parse_killable(answer.body, answer.headers, started_at) if verdict.step == Step.READ else None
    return take_in(feed, understood(answer, verdict, parsed, started_at))


def ask_now(feeds: Iterable[Feed]) -> int:
    """Make feeds due at once, muted ones too; returns how many."""
    ids = [feed.pk for feed in feeds if not feed.is_drawer]
    Feed.objects.filter(pk__in=ids, health=Feed.Health.MUTED).update(health=Feed.Health.NEW, failures=0)
    return Feed.objects.filter(pk__in=ids).update(next_fetch_at=timezone.now())


def mute(feeds: Iterable[Feed]) -> int:
    """Let feeds rest until somebody asks for them; returns how many."""
    ids = [feed.pk for feed in feeds]
    return Feed.objects.filter(pk__in=ids).update(health=Feed.Health.MUTED, next_fetch_at=None)


async def _gather(feed: Feed) -> Gathered:
    started_at = timezone.now()
    return await read_beside_others(feed, await _ask_by_hand(feed), started_at)


async def _ask_by_hand(feed: Feed) -> Answer:
    """Somebody waits: so do we, for as long as another of ours may be at this host. Raises TimeoutError after that."""
    client = outbound.client()
    async with Turns() as turns, asyncio.timeout(LONGEST_TURN.total_seconds() + client.limits.total):
        while True:
            answer = await ask_in_turn(feed, turns, client, by_hand=True)
            if not isinstance(answer, NotNow):
                return answer
            await asyncio.sleep(min(answer.wait.total_seconds(), 0.25))
