"""How a feed stands after a poll: its columns, decided from what it was and what came. Pure."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from feeds.fetching import moving, rhythm, scheduling
from feeds.fetching.asking import Answer
from feeds.fetching.deciding import Step
from feeds.fetching.moving import Address, Move
from feeds.fetching.polls import Poll
from feeds.fetching.rhythm import Seen
from feeds.models import Feed, Fetch


def after(poll: Poll, now: datetime, *, is_pushed: bool = False, is_taken: bool = False) -> dict[str, Any]:
    """The columns that change. ``is_pushed``: a hub tells what is new; ``is_taken``: another feed lives where it moved."""
    if poll.way == Fetch.Way.REPLAYED:
        return {"last_item_at": now} if poll.tally.new else {}
    if poll.failed:
        # What a hub sends says nothing of the feed's own server.
        return {} if poll.way == Fetch.Way.PUSHED else _after_failure(poll, now)
    changes = _after_success(poll, now)
    if poll.way == Fetch.Way.PUSHED:
        return changes | _learned(poll, now)
    changes |= moved(poll, is_taken=is_taken).changes | _learned(poll, now)
    changes["next_fetch_at"] = _next(poll, changes, now, is_pushed=is_pushed)
    return changes | _validators(poll)


def moved(poll: Poll, *, is_taken: bool) -> Move:
    """What the answer says of the feed's address."""
    feed = poll.feed
    if poll.failed or feed.is_drawer or poll.way not in {Fetch.Way.POLLED, Fetch.Way.BY_HAND}:
        return Move({})
    known = Address(feed.url, feed.moved_to, feed.moved_times, tuple(feed.former_urls))
    move = moving.considered(known, poll.answer.moved_to, is_taken=is_taken)
    if not move.alert:
        return move
    return replace(move, changes=move.changes | {"alerts": {**feed.alerts, move.alert: _z(poll.started_at)}})


def _after_failure(poll: Poll, now: datetime) -> dict[str, Any]:
    feed = poll.feed
    interval = timedelta(minutes=feed.interval_minutes)
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
        else scheduling.after_failure(interval, failures, poll.answer.headers, now),
    }


def _after_success(poll: Poll, now: datetime) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if poll.way != Fetch.Way.PUSHED:
        changes = {"health": Feed.Health.WELL, "failures": 0, "last_error": "", "last_trouble": {}}
        changes["last_success_at"] = now
    if poll.tally.new:
        changes["last_item_at"] = now
    feed, said = poll.feed, poll.said
    told = {"title": said.title or poll.title, "home_url": said.home_url, "language": said.language}
    for name, value in told.items():
        if value and not getattr(feed, name):
            changes[name] = fits(value, name) if name != "title" else value[:300]
    if said.held and poll.way != Fetch.Way.PUSHED:
        changes["courtesy"] = said.courtesy.as_data()
    return changes


def _learned(poll: Poll, now: datetime) -> dict[str, Any]:
    """The rhythm."""
    feed, said = poll.feed, poll.said
    if feed.is_drawer:
        return {}
    known = rhythm.from_data(feed.rhythm)
    pushed = poll.way == Fetch.Way.PUSHED
    # A push shows what is new, and not how much the feed holds.
    tally = poll.tally
    came = tally.new + tally.folded + tally.dropped
    seen = Seen(now.timestamp(), came, 0 if pushed else said.held, said.dates)
    known = rhythm.learn(known, seen)
    if not pushed:
        known = replace(known, unpushed=0 if came else min(known.unpushed + 1, 100))
    return {"rhythm": rhythm.as_data(known)}


def _next(poll: Poll, changes: dict[str, Any], now: datetime, *, is_pushed: bool) -> datetime | None:
    feed, headers = poll.feed, poll.answer.headers
    if feed.is_drawer:
        return None
    interval = timedelta(minutes=feed.interval_minutes)
    courtesy = scheduling.courtesy_from(changes.get("courtesy", feed.courtesy))
    if not feed.is_adaptive:
        asked_for = timedelta(minutes=courtesy.minutes)
        return scheduling.after_success(interval, headers, now, asked_for=asked_for)
    known = rhythm.from_data(changes["rhythm"])
    return scheduling.by_rhythm(known, interval, headers, now, courtesy=courtesy, is_pushed=is_pushed)


def _validators(poll: Poll) -> dict[str, Any]:
    """What failed is asked for again in full: only a whole success is remembered as read."""
    answer: Answer = poll.answer
    if not answer.body or poll.tally.failures:
        return {}
    return {
        "body_digest": answer.digest,
        "etag": fits(answer.headers.get("etag", ""), "etag"),
        "last_modified": fits(answer.headers.get("last-modified", ""), "last_modified"),
    }


def fits(value: str, column: str) -> str:
    """A validator or address that was cut would be another; then there is none."""
    length: int = getattr(Feed._meta.get_field(column), "max_length", 0)
    return value if len(value) <= length else ""


def _z(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
