"""Taking in: every report of a feed becomes an item that waits for the desk, a newer version of one, or a copy.

Gathered, planned and stored in batches, one batch at a time whoever brings it; where a batch fails, its reports are
taken in one by one, so that one that cannot be stored fails alone.
"""

import logging
from collections import deque
from collections.abc import Sequence
from datetime import datetime

from django.db import Error, connection, transaction

from feeds.intake import switching
from feeds.intake.fates import Fate, Tally, tally
from feeds.intake.gathering import gather
from feeds.intake.identity import Reading, read
from feeds.intake.matching import Document, Sign
from feeds.intake.planning import Plan, plan
from feeds.intake.storing import store
from feeds.intake.waiting import reasons_for
from feeds.models import Feed, Fetch
from feeds.parsing.reports import IncomingReport
from feeds.routing.rules import ANY_IN_FORCE, Rules, in_force
from moderation.errors import Conflict

__all__ = ["Fate", "Tally", "foresee", "reasons_for", "take_in_all"]

log = logging.getLogger(__name__)

BATCH = 200
# Two feeds may bring the same copy at once, and neither would see the other's: so batches take turns. A batch takes
# some hundredths of a second, far less than the fetch before it.
TURN = 0x6E657773_00000001
# Whoever stops in the midst of a batch (a machine that swaps) loses its turn.
MOST_IDLE = "60s"
_TURN = (
    "SELECT set_config('idle_in_transaction_session_timeout', %s, true), set_config('enable_seqscan', 'off', true),"
    f" pg_advisory_xact_lock(%s), {ANY_IN_FORCE}"
)


def take_in_all(
    feed: Feed, reports: Sequence[IncomingReport], now: datetime, *, fetch: Fetch | None = None
) -> Tally:
    """Take in every report; one that fails is counted and stops no other. Taking in the same again changes nothing."""
    intake = _Intake(feed, _oldest_first(reports), now, fetch)
    while intake.waiting:
        intake.take_some()
    notice = switching.consider(feed, intake.signs, intake.document, now)
    return tally(len(reports), intake.fates, intake.failures, [notice] if notice else [])


def foresee(feed: Feed, reports: Sequence[IncomingReport], now: datetime) -> Plan:
    """What would become of the reports if they were taken in now; stores nothing."""
    readings = _oldest_first(reports)
    document = Document(readings)
    return plan(feed, readings, document, gather(feed, readings, document, now), in_force(), now)


def _oldest_first(reports: Sequence[IncomingReport]) -> list[Reading]:
    """As they came about: what waits longest in the queue is what happened first."""
    return [read(report) for report in reversed(reports)]


class _Intake:
    """One document on its way in."""

    def __init__(self, feed: Feed, readings: list[Reading], now: datetime, fetch: Fetch | None) -> None:
        self.feed, self.now, self.fetch = feed, now, fetch
        self.document = Document(readings)
        self.waiting = deque(readings)
        self.fates: list[Fate] = []
        self.failures: list[str] = []
        self.signs: list[Sign] = []

    def take_some(self) -> None:
        """Take the next batch in; a newer version of a report in it waits for the next."""
        batch = [self.waiting.popleft() for _ in range(min(BATCH, len(self.waiting)))]
        try:
            done = self._take(batch)
        except (Error, ValueError, Conflict):
            done = Plan()
            for reading in batch:
                self._take_alone(reading)
        self._count(done)

    def _take_alone(self, reading: Reading) -> None:
        try:
            self._count(self._take([reading]))
        except (Error, ValueError, Conflict) as error:
            name = _name(reading)
            # What a stranger sent wrong is told in words; where it came to pass is of use for our own faults alone.
            ours = isinstance(error, Error)
            log.warning(
                "feed %s: “%s” was not taken in: %s", self.feed.pk, name[:80], _words(error), exc_info=ours
            )
            self._fail(reading, _words(error))

    @transaction.atomic
    def _take(self, batch: list[Reading]) -> Plan:
        rules = in_force() if _await_turn() else Rules()
        known = gather(self.feed, batch, self.document, self.now)
        found = plan(self.feed, batch, self.document, known, rules, self.now)
        store(self.feed, found.planned, self.now, self.fetch)
        return found

    def _count(self, done: Plan) -> None:
        later = []
        for one, sign in zip(done.planned, done.signs, strict=True):
            if one.is_later:
                later.append(one.reading)
                continue
            self.signs.append(sign)
            if one.fate == Fate.REFUSED:
                self._fail(one.reading, one.why)
            else:
                self.fates.append(one.fate)
        self.waiting.extendleft(reversed(later))

    def _fail(self, reading: Reading, words: str) -> None:
        self.failures.append(f"{_name(reading)}: {words}"[:500])


def _await_turn() -> bool:
    """Until the transaction ends; returns whether any rules are in force.

    All that is asked from now on is asked by index, whatever the statistics of a day ago say.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TURN, [MOST_IDLE, TURN])
        return bool(cursor.fetchone()[-1])


def _name(reading: Reading) -> str:
    report = reading.report
    return report.title or report.guid or report.link or "?"


def _words(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
