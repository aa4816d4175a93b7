"""Sending: which reports stand in an agency's feed at a moment, in which version, under which name."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from newsroom.demo.wire.agencies import AGENCIES, Agency
from newsroom.demo.wire.composing import TURN_SECONDS, Report, compose, turn_of

LENGTH = 30  # what an agency keeps in its feed, at most
REACH = 30  # turns of the clock: a desk that wakes up finds twenty minutes of news, not a day of it
UPDATE_AFTER = timedelta(seconds=4 * TURN_SECONDS)
COPY_AFTER = timedelta(seconds=2 * TURN_SECONDS)  # the other agency takes its time with the same copy


@dataclass(frozen=True, slots=True)
class Sent:
    """A report as one agency sends it."""

    report: Report
    agency: Agency
    published: datetime
    updated: datetime

    @property
    def guid(self) -> str:
        return f"tag:{self.agency.key}.example,2026:{self.report.turn}"

    @property
    def path(self) -> str:
        """Its page, on the wire's own host."""
        return f"{self.agency.key}/reports/{self.report.turn}/"

    @property
    def picture_path(self) -> str:
        """Empty where it has none."""
        painter = self.report.painter
        return f"pictures/{self.agency.section}/{painter}.jpg" if painter else ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """As of this version: an update goes below the news that it follows."""
        if self.updated == self.published:
            return self.report.paragraphs
        first, *others = self.report.paragraphs
        return (first, self.report.update, *others)


def sent_by(agency: Agency, now: datetime) -> list[Sent]:
    """What stands in the agency's feed, the newest first."""
    newest = turn_of(now)
    found = [as_sent(agency, turn, now) for turn in range(newest, newest - REACH, -1)]
    ready = [sent for sent in found if sent is not None]
    return sorted(ready, key=lambda sent: sent.published, reverse=True)[:LENGTH]


def as_sent(agency: Agency, turn: int, now: datetime) -> Sent | None:
    """The report of this turn as the agency sends it; None if it does not, or not yet."""
    report = compose(turn)
    if report.agency == agency.key:
        published = report.at
    elif report.is_shared and report.agency == agency.copies:
        published = report.at + COPY_AFTER
    else:
        return None
    if published > now:
        return None
    changed = published + UPDATE_AFTER
    return Sent(report, agency, published, changed if report.update and changed <= now else published)


def agency_of(key: str) -> Agency | None:
    """The agency of that name."""
    return next((agency for agency in AGENCIES if agency.key == key), None)
