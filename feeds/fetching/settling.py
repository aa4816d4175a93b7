"""What was gathered about a feed becomes items and a row of its history, in short transactions; nothing ends a sweep."""

import logging
from datetime import timedelta

from django.utils import timezone

from feeds.fetching import leasing
from feeds.fetching.asking import Answer
from feeds.fetching.deciding import failed
from feeds.fetching.gathering import Gathered
from feeds.fetching.keeping import Poll, keep
from feeds.intake.taking_in import take_in_all
from feeds.models import Feed

log = logging.getLogger(__name__)


def settle(feed: Feed, gathered: Gathered) -> Poll:
    """Take the reports in and write the poll down."""
    result = take_in(feed, gathered)
    keep(result)
    return result


def settle_safely(feed: Feed, outcome: Gathered | Exception) -> Poll:
    """As ``settle``; an error of our own is logged and told on the feed, so that it neither ends a sweep nor hides."""
    try:
        if isinstance(outcome, Exception):
            raise outcome
        return settle(feed, outcome)
    except Exception as error:
        log.exception("feed %s (%s) could not be polled", feed.pk, feed.url)
        result = Poll(
            feed, timezone.now(), Answer(feed.url), failed("our-fault"), evidence=type(error).__name__
        )
        keep(result)
        return result


def take_in(feed: Feed, gathered: Gathered) -> Poll:
    """Take in what was read, if anything was."""
    parsed = gathered.parsed
    if parsed is None:
        return Poll(feed, gathered.started_at, gathered.answer, gathered.verdict, evidence=gathered.evidence)
    leasing.renew([feed])  # hundreds of reports need time of their own
    return Poll(
        feed,
        gathered.started_at,
        gathered.answer,
        gathered.verdict,
        tally=take_in_all(feed, parsed.items, gathered.started_at),
        title=parsed.title,
        asked_for=timedelta(minutes=parsed.minutes_between),
    )
