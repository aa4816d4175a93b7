"""What stays of a poll: one row of its history, and the feed's state, written only by who still holds the lease."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from feeds.fetching import scheduling
from feeds.fetching.asking import Answer
from feeds.fetching.bodies import keep_body
from feeds.fetching.deciding import Step, Verdict
from feeds.intake.taking_in import Tally
from feeds.models import Feed, Fetch

MOVED = gettext_noop("The feed has moved for good to %s.")
MAX_FAILURES_TOLD = 5


@dataclass(frozen=True)
class Poll:
    """One poll from its question to its end. ``verdict`` is the last word on it."""

    feed: Feed
    started_at: datetime
    answer: Answer
    verdict: Verdict
    tally: Tally = field(default_factory=Tally)
    title: str = ""
    evidence: str = ""
    asked_for: timedelta = timedelta(0)

    @property
    def failed(self) -> bool:
        """Whether the feed could not be read."""
        return self.verdict.step in {Step.FAIL, Step.MUTE}

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it failed, or why some of its reports did."""
        return (self.verdict.words,) if self.failed else self.tally.failures

    @property
    def trouble(self) -> dict[str, Any]:
        """Why it failed, to be told in any language; empty where it did not."""
        if not self.failed:
            return {}
        verdict = self.verdict
        return {
            "code": verdict.code,
            "params": _without_nul(verdict.params),
            "evidence": self.evidence.replace("\x00", ""),
        }

    @property
    def outcome(self) -> str:
        """In the words of the history."""
        if self.failed:
            return Fetch.Outcome.FAILED
        if self.answer.status == 304:
            return Fetch.Outcome.NOT_MODIFIED
        brought = self.tally.new or self.tally.updated or self.tally.folded
        return Fetch.Outcome.NEW_ITEMS if brought else Fetch.Outcome.NOTHING_NEW


@transaction.atomic
def keep(poll: Poll) -> None:
    """Write the poll down. A feed that somebody else has leased meanwhile keeps what that one will write."""
    now = timezone.now()
    feed = poll.feed
    _write_history(poll, now)
    changes = feed_changes(poll, now)
    Feed.objects.filter(pk=feed.pk, leased_until=feed.leased_until).update(leased_until=None, **changes)
    for name, value in {"leased_until": None, **changes}.items():
        setattr(feed, name, value)


def feed_changes(poll: Poll, now: datetime) -> dict[str, Any]:
    """The feed's columns after the poll."""
    feed, answer = poll.feed, poll.answer
    interval = timedelta(minutes=feed.interval_minutes)
    if poll.failed:
        failures = feed.failures + 1
        muted = poll.verdict.step == Step.MUTE
        return {
            "health": Feed.Health.MUTED if muted else Feed.Health.FAILING,
            "failures": failures,
            "last_error": poll.verdict.words,
            "last_trouble": poll.trouble,
            "last_error_at": now,
            "next_fetch_at": None
            if muted
            else scheduling.after_failure(interval, failures, answer.headers, now),
        }
    changes: dict[str, Any] = {
        "health": Feed.Health.WELL,
        "failures": 0,
        "last_error": "",
        "last_trouble": {},
        "last_success_at": now,
        "next_fetch_at": scheduling.after_success(interval, answer.headers, now, asked_for=poll.asked_for),
    }
    if poll.tally.new:
        changes["last_item_at"] = now
    if poll.title and not feed.title:
        changes["title"] = poll.title[:300]
    if feed.is_drawer:
        changes["next_fetch_at"] = None
    # What failed is asked for again in full: only a whole success is remembered as read.
    if answer.body and not poll.tally.failures:
        changes["body_digest"] = answer.digest
        changes["etag"] = _fits(answer.headers.get("etag", ""), "etag")
        changes["last_modified"] = _fits(answer.headers.get("last-modified", ""), "last_modified")
    return changes


def _write_history(poll: Poll, now: datetime) -> None:
    answer, tally = poll.answer, poll.tally
    told = [poll.verdict.words, *tally.failures[:MAX_FAILURES_TOLD]]
    if answer.moved_to:
        told.append(MOVED % answer.moved_to)
    worth_keeping = answer.body and poll.verdict.step != Step.MUTE
    Fetch.objects.create(
        feed=poll.feed,
        started_at=poll.started_at,
        finished_at=now,
        outcome=poll.outcome,
        status=answer.status or None,
        detail=" ".join(words for words in told if words),
        evidence=poll.evidence.replace("\x00", ""),
        trouble=poll.trouble,
        size=len(answer.body),
        new=tally.new,
        updated=tally.updated,
        duplicate=tally.folded,
        failed=len(tally.failures),
        duration_ms=answer.duration_ms,
        url=answer.url[:1000],
        headers={name: value.replace("\x00", "") for name, value in answer.headers.items()},
        kept=keep_body(poll.feed, answer.body) if worth_keeping else None,
    )


def _without_nul(params: Mapping[str, Any]) -> dict[str, Any]:
    """Strangers' words may hold what PostgreSQL's JSON cannot; whatever is no number is kept as text."""
    return {
        name: value if isinstance(value, int) else str(value).replace("\x00", "")
        for name, value in params.items()
    }


def _fits(value: str, column: str) -> str:
    """A validator that was cut would never match; then none is sent."""
    length: int = getattr(Feed._meta.get_field(column), "max_length", 0)
    return value if len(value) <= length else ""
