"""Replaying a poll: what it brought, read by today's parser and rules; what that would change is shown, then applied.

A version that came after the poll is never overwritten by what the poll had brought: those reports are left as they are.
What is applied passes the door as at any poll, so what the desk edited or accepted is asked about, not replaced.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from feeds.fetching import leasing
from feeds.fetching.asking import Answer
from feeds.fetching.bodies import body_of
from feeds.fetching.deciding import Step, Verdict
from feeds.fetching.gathering import Gathered
from feeds.fetching.keeping import begin, keep
from feeds.fetching.polls import Poll
from feeds.intake.fates import ENTERS, Fate, Planned
from feeds.intake.identity import read
from feeds.intake.itemising import columns, headline
from feeds.intake.planning import Plan
from feeds.intake.taking_in import foresee, take_in_all
from feeds.models import Feed, Fetch, ImportedItem, Tombstone
from feeds.parsing.killable import parse_killable
from feeds.parsing.reports import IncomingReport, ParsedFeed

# What became of a report since: a newer version of it, so that this one is history.
OUTDATED = "outdated"
CHANGES = {*ENTERS, Fate.FOLDED, Fate.UPDATED, Fate.DROPPED}
# Follows from the others.
_NOT_SHOWN = {"is_doubtful"}


class NotReplayable(Exception):
    """Why a poll cannot be replayed, in words."""


class OutOfDate(Exception):
    """What was shown is no longer what would happen; look again."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One column of an item, before and after, as text."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What would become of one report: a ``Fate``, or OUTDATED; and why in words."""

    fate: str
    title: str
    link: str
    why: str = ""
    item: int = 0
    change: str = ""  # of an update: ItemVersion.Change
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class Difference:
    """What replaying a poll would change. ``trouble``: why today's parser cannot read it."""

    fetch: Fetch
    entries: tuple[Entry, ...] = ()
    trouble: str = ""
    reports: tuple[IncomingReport, ...] = field(default=(), repr=False)  # those that would change something

    @property
    def counts(self) -> Mapping[str, int]:
        """How many reports of each fate."""
        return Counter(entry.fate for entry in self.entries)

    @property
    def changes_something(self) -> bool:
        """Whether applying it would do anything."""
        return bool(self.reports)

    @property
    def digest(self) -> str:
        """Names what was shown, for a form to send back."""
        data = [asdict(entry) for entry in self.entries]
        return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()

    def as_data(self) -> dict[str, Any]:
        """As JSON carries it."""
        return {
            "fetch": self.fetch.pk,
            "feed": self.fetch.feed_id,
            "polled": self.fetch.started_at.isoformat(),
            "trouble": self.trouble,
            "counts": dict(self.counts),
            "items": [asdict(entry) for entry in self.entries if entry.fate in CHANGES],
        }


def replayable(
    *, feed: int | None = None, fetch: int | None = None, since: datetime | None = None
) -> list[Fetch]:
    """The polls meant, oldest first: one, a feed's last, or all since then that brought something of their own."""
    kept = Fetch.objects.filter(kept__isnull=False).select_related("feed__source", "feed__section", "kept")
    kept = kept.exclude(way=Fetch.Way.REPLAYED)
    if feed is not None:
        kept = kept.filter(feed=feed)
    if fetch is not None:
        return list(kept.filter(pk=fetch))
    if since is None:
        return list(kept.order_by("feed_id", "-id").distinct("feed_id"))
    # Of the polls that brought the same body the last: what came between is newer than the first.
    last = kept.filter(started_at__gte=since).order_by("kept_id", "-id").distinct("kept_id")
    return sorted(last, key=lambda one: one.pk)


def replay(fetch: Fetch) -> Difference:
    """What would become of the poll's reports today; stores nothing. Raises NotReplayable."""
    body = body_of(fetch)
    if body is None:
        raise NotReplayable(_("Nothing is kept of what this poll brought."))
    headers = {"content-location": fetch.url, **fetch.headers}
    parsed = parse_killable(body, headers, fetch.started_at)
    if not isinstance(parsed, ParsedFeed):
        return Difference(fetch, trouble=f"{parsed.reason} {parsed.evidence}".strip())
    plan, dropped = _foresee_without_dropped(fetch, parsed)
    known = _items(plan.planned)
    entries = [_entry(one, known, fetch, dropped) for one in plan.planned]
    changing = [one.report for one, entry in zip(plan.planned, entries, strict=True) if entry.fate in CHANGES]
    # Documents have the newest first; the plan has it last.
    return Difference(fetch, tuple(entries), reports=tuple(reversed(changing)))


def without_seen(difference: Difference, seen: set[tuple[int, str, str]]) -> Difference:
    """Leave out what an earlier difference has shown: polls of a day bring much the same. Grows ``seen``."""
    names = [
        (difference.fetch.feed_id, entry.link or entry.title, entry.fate) for entry in difference.entries
    ]
    entries = [
        entry
        for entry, name in zip(difference.entries, names, strict=True)
        if name not in seen or not name[1]
    ]
    seen.update(names)
    return replace(difference, entries=tuple(entries))


def apply(difference: Difference) -> Poll:
    """Store what the difference shows, as a poll of its own. Raises OutOfDate, NotReplayable."""
    fetch = difference.fetch
    claimed = leasing.claim(
        leasing.unleased(Feed.objects.filter(pk=fetch.feed_id), timezone.now()), timezone.now()
    )
    if not claimed:
        raise NotReplayable(_("This feed is being polled at this moment."))
    feed = claimed[0]
    try:
        if difference.trouble:
            raise NotReplayable(difference.trouble)
        fetch.feed = feed
        if replay(fetch).digest != difference.digest:
            raise OutOfDate(_("Something has changed since this was shown. Look at it again."))
        return _store(feed, difference)
    finally:
        leasing.let_go(feed)


def _store(feed: Feed, difference: Difference) -> Poll:
    fetch, now = difference.fetch, timezone.now()
    answer = Answer(fetch.url, fetch.status or 0, fetch.headers, body_of(fetch) or b"")
    gathered = Gathered(now, answer, Verdict(Step.READ))
    row = begin(feed, gathered, Fetch.Way.REPLAYED)
    row.replay_of = fetch
    # It came then: what came since is newer, for versions and for copies alike.
    _lift(feed, difference.reports)
    tally = take_in_all(feed, difference.reports, fetch.started_at, fetch=row)
    poll = Poll(feed, now, answer, gathered.verdict, tally=tally, way=Fetch.Way.REPLAYED, fetch=row)
    keep(poll)
    return poll


@transaction.atomic
def _foresee_without_dropped(fetch: Fetch, parsed: ParsedFeed) -> tuple[Plan, set[str]]:
    """As if no rule had ever dropped anything of this feed, and the words of what was; nothing of it stays."""
    graves = Tombstone.objects.filter(feed=fetch.feed, is_dropped=True)
    dropped = set(graves.values_list("fingerprint", flat=True))
    graves.delete()
    plan = foresee(fetch.feed, parsed.items, fetch.started_at)
    transaction.set_rollback(True)
    return plan, dropped


def _lift(feed: Feed, reports: Iterable[IncomingReport]) -> None:
    """What a rule had dropped may come in now; what it drops again is buried again."""
    for reading in map(read, reports):
        named = Q(fingerprint=reading.fingerprint)
        for column in ("guid_key", "link_key"):
            if (name := getattr(reading, column)) is not None:
                named |= Q(**{column: name})
        Tombstone.objects.filter(named, feed=feed, is_dropped=True).delete()


def _items(planned: Iterable[Planned]) -> dict[int, ImportedItem]:
    pks = [one.item.pk for one in planned if one.fate == Fate.UPDATED and one.item]
    return ImportedItem.objects.in_bulk(pks)


def _entry(one: Planned, known: Mapping[int, ImportedItem], fetch: Fetch, dropped: set[str]) -> Entry:
    report = one.report
    item = known.get(one.item.pk) if one.item else None
    entry = Entry(str(one.fate), headline(report), report.link, one.why, one.item.pk if one.item else 0)
    if one.fate == Fate.DROPPED and one.reading.fingerprint in dropped:
        return replace(entry, fate=Fate.BURIED.value)  # as it was
    if one.fate != Fate.UPDATED or item is None:
        return entry
    came = item.updated_at or item.received_at
    if came > fetch.finished_at:
        return replace(entry, fate=OUTDATED, why=_("A newer version has come since."))
    return replace(entry, change=one.change, fields=_fields(item, columns(report, fetch.feed)))


def _fields(item: ImportedItem, after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(name, _text(before), _text(value))
        for name, value in after.items()
        if name not in _NOT_SHOWN and (before := getattr(item, name)) != value
    )


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime) else json.dumps(value, ensure_ascii=False)
