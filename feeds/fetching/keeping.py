"""What stays of a poll: one row of its history, and the feed's state, written only by who still holds the lease."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from feeds.fetching import standing
from feeds.fetching.bodies import keep_body
from feeds.fetching.deciding import Step
from feeds.fetching.gathering import Gathered
from feeds.fetching.polls import Poll
from feeds.models import Feed, Fetch, Subscription
from feeds.websub.offers import note_offer

__all__ = ["Poll", "begin", "keep"]

MAX_FAILURES_TOLD = 5
INTERRUPTED = gettext_noop(
    "The poll was broken off in the midst of taking its reports in; the next one goes on."
)


def begin(feed: Feed, gathered: Gathered, way: str = Fetch.Way.POLLED) -> Fetch:
    """A row for a poll whose reports are about to be taken in: they name it as where they came from."""
    answer = gathered.answer
    return Fetch.objects.create(
        feed=feed,
        started_at=gathered.started_at,
        finished_at=timezone.now(),
        outcome=Fetch.Outcome.FAILED,
        status=answer.status or None,
        detail=INTERRUPTED,
        size=len(answer.body),
        url=answer.url[:1000],
        way=way,
    )


@transaction.atomic
def keep(poll: Poll) -> Fetch:
    """Write the poll down. A feed that somebody else has leased meanwhile keeps what that one will write."""
    now = timezone.now()
    feed = poll.feed
    says = poll.answer.moved_to
    is_taken = bool(says) and Feed.objects.filter(url=says).exclude(pk=feed.pk).exists()
    fetch = _write_history(poll, now, standing.moved(poll, is_taken=is_taken).words)
    changes = standing.after(poll, now, is_pushed=_is_pushed(feed, now), is_taken=is_taken)
    Feed.objects.filter(pk=feed.pk, leased_until=feed.leased_until).update(leased_until=None, **changes)
    for name, value in {"leased_until": None, **changes}.items():
        setattr(feed, name, value)
    if poll.way != Fetch.Way.REPLAYED:
        note_offer(feed, poll.said.hub, poll.said.topic, now)
    return fetch


def _is_pushed(feed: Feed, now: datetime) -> bool:
    """As it was when the feed was claimed: no question for each poll."""
    try:
        subscription = feed.subscription
    except Subscription.DoesNotExist:
        return False
    return (
        subscription.state == Subscription.State.VERIFIED
        and subscription.last_push_at is not None
        and subscription.lease_until is not None
        and subscription.lease_until > now
    )


def _write_history(poll: Poll, now: datetime, moved: str) -> Fetch:
    answer, tally = poll.answer, poll.tally
    told = [poll.verdict.words, *tally.notices, *tally.failures[:MAX_FAILURES_TOLD], moved]
    fetch = poll.fetch or Fetch(feed=poll.feed, started_at=poll.started_at)
    facts: dict[str, Any] = {
        "finished_at": now,
        "outcome": poll.outcome,
        "status": answer.status or None,
        "detail": " ".join(words for words in told if words),
        "evidence": poll.evidence.replace("\x00", ""),
        "trouble": poll.trouble,
        "size": len(answer.body),
        "new": tally.new,
        "updated": tally.updated,
        "duplicate": tally.folded,
        "failed": len(tally.failures),
        "items": tally.items,
        "duration_ms": answer.duration_ms,
        "url": answer.url[:1000],
        "way": poll.way,
        "headers": {name: value.replace("\x00", "") for name, value in answer.headers.items()},
    }
    if answer.body and poll.verdict.step != Step.MUTE:
        facts["kept"] = keep_body(poll.feed, answer.body)
    for name, value in facts.items():
        setattr(fetch, name, value)
    fetch.save()
    return fetch
