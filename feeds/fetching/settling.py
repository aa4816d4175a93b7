"""What was gathered about a feed becomes items and a row of its history, in short transactions; nothing ends a sweep."""

import logging
from dataclasses import replace

from django.utils import timezone

from feeds.fetching import leasing
from feeds.fetching.asking import Answer
from feeds.fetching.deciding import Step, failed
from feeds.fetching.gathering import Gathered
from feeds.fetching.keeping import Poll, begin, keep
from feeds.fetching.saying import said_in
from feeds.intake.taking_in import take_in_all
from feeds.models import Feed, Fetch
from feeds.versions import watching

log = logging.getLogger(__name__)


def settle(feed: Feed, gathered: Gathered, *, way: str = Fetch.Way.POLLED) -> Poll:
    """Take the reports in and write the poll down."""
    result = take_in(feed, gathered, way)
    keep(result)
    return result


def settle_safely(feed: Feed, outcome: Gathered | Exception, *, way: str = Fetch.Way.POLLED) -> Poll:
    """As ``settle``; an error of our own is logged and told on the feed, so that it neither ends a sweep nor hides."""
    try:
        if isinstance(outcome, Exception):
            raise outcome
        return settle(feed, outcome, way=way)
    except Exception as error:
        log.exception("feed %s (%s) could not be polled", feed.pk, feed.url)
        seen = type(error).__name__
        result = Poll(feed, timezone.now(), Answer(feed.url), failed("our-fault"), evidence=seen, way=way)
        keep(result)
        return result


def take_in(feed: Feed, gathered: Gathered, way: str = Fetch.Way.POLLED) -> Poll:
    """Take in what was read, if anything was."""
    parsed, answer = gathered.parsed, gathered.answer
    poll = Poll(feed, gathered.started_at, answer, gathered.verdict, evidence=gathered.evidence, way=way)
    if parsed is None:
        is_same = gathered.verdict.step == Step.REST
        return replace(poll, has_told=is_same and watching.watch_unchanged(feed, gathered.started_at))
    leasing.renew_for_storing(feed)
    fetch = begin(feed, gathered, way)
    tally = take_in_all(feed, parsed.items, gathered.started_at, fetch=fetch)
    is_whole = way in {Fetch.Way.POLLED, Fetch.Way.BY_HAND}  # a push holds what is new alone
    has_told = is_whole and watching.watch(feed, parsed.items, answer.body, gathered.started_at)
    said = said_in(parsed, answer.headers, answer.url)
    return replace(poll, tally=tally, said=said, fetch=fetch, has_told=has_told)
