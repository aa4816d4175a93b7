"""When a feed is asked again: pure, from its rhythm or its interval, what its server asks for, and its failures."""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from feeds.fetching.pace import pace
from feeds.fetching.rhythm import Rhythm

LONGEST_PAUSE = timedelta(hours=24)
# A server that says "keep this for a year" has been set up for pictures; news would be missed.
LONGEST_COURTESY = timedelta(hours=6)
# Feeds that were added together must not be asked together for ever.
JITTER = 0.1

Chance = Callable[[], float]
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Courtesy:
    """What a feed asks for in its own document: how long to be left alone, and at which hours (UTC) and days."""

    minutes: int = 0
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()

    def is_skipped(self, moment: datetime) -> bool:
        """Whether the feed says that nothing comes at this hour."""
        return moment.hour in self.skip_hours or _DAYS[moment.weekday()] in self.skip_days

    def as_data(self) -> dict[str, Any]:
        """As a feed keeps it; empty where it asks for nothing."""
        data: dict[str, Any] = {
            "minutes": self.minutes,
            "skip_hours": list(self.skip_hours),
            "skip_days": list(self.skip_days),
        }
        return {name: value for name, value in data.items() if value}


def courtesy_from(data: Mapping[str, Any]) -> Courtesy:
    """Out of ``as_data``."""
    return Courtesy(
        int(data.get("minutes", 0)), tuple(data.get("skip_hours", ())), tuple(data.get("skip_days", ()))
    )


def by_rhythm(
    rhythm: Rhythm,
    interval: timedelta,
    headers: Mapping[str, str],
    now: datetime,
    *,
    courtesy: Courtesy = Courtesy(),
    is_pushed: bool = False,
    chance: Chance = random.random,
) -> datetime:
    """The next poll of a feed whose rhythm is known. What is asked for is kept to as long as it costs no report."""
    now = now.astimezone(UTC)
    found = pace(rhythm, interval.total_seconds(), is_pushed=is_pushed)
    wait, safe = timedelta(seconds=found.wait), timedelta(seconds=found.safe)
    asked_for = max(_freshness(headers, now), timedelta(minutes=courtesy.minutes))
    asked_for = min(asked_for, LONGEST_COURTESY, safe)
    then = now + max(_with_jitter(wait, chance), asked_for * (1 + JITTER * chance()))
    later = _after_skipped(then, courtesy)
    return later if later - now <= safe else then


def _after_skipped(moment: datetime, courtesy: Courtesy) -> datetime:
    """The first moment from then on that is not to be skipped; a feed that skips everything means nothing by it."""
    then = moment
    for _ in range(7 * 24):
        if not courtesy.is_skipped(then):
            return then
        then = then.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return moment


def after_success(
    interval: timedelta,
    headers: Mapping[str, str],
    now: datetime,
    *,
    asked_for: timedelta = timedelta(0),
    chance: Chance = random.random,
) -> datetime:
    """The next poll after a good one: the interval, or longer where the server or the feed (``asked_for``) says so."""
    courtesy = min(max(_freshness(headers, now), asked_for), LONGEST_COURTESY)
    return now + _with_jitter(max(interval, courtesy), chance)


def after_failure(
    interval: timedelta,
    failures: int,
    headers: Mapping[str, str],
    now: datetime,
    chance: Chance = random.random,
) -> datetime:
    """The next poll after ``failures`` bad ones in a row: twice as long each time, never below ``Retry-After``."""
    pause = min(interval * 2 ** min(failures - 1, 10), max(LONGEST_PAUSE, interval))
    wish = min(retry_after(headers, now), LONGEST_PAUSE)
    # Only ever later than asked for.
    return now + max(_with_jitter(pause, chance), wish * (1 + JITTER * chance()))


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta:
    """What the server asks for, in seconds or as a date; zero where it asks for nothing or for nonsense."""
    text = headers.get("retry-after", "").strip()
    if text.isdecimal() and len(text) < 10:
        return timedelta(seconds=int(text))
    moment = _http_date(text)
    return max(moment - now, timedelta(0)) if moment else timedelta(0)


def _freshness(headers: Mapping[str, str], now: datetime) -> timedelta:
    """How long the answer stays fresh (RFC 9111): max-age, else Expires."""
    control = headers.get("cache-control", "").lower()
    if "no-cache" in control or "no-store" in control:
        return timedelta(0)
    if found := re.search(r"\bmax-age\s*=\s*\"?(\d{1,9})", control):
        return timedelta(seconds=int(found[1]))
    moment = _http_date(headers.get("expires", ""))
    return max(moment - now, timedelta(0)) if moment else timedelta(0)


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _with_jitter(pause: timedelta, chance: Chance) -> timedelta:
    return pause * (1 - JITTER + 2 * JITTER * chance())
