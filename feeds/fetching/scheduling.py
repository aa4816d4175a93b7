"""When a feed is asked again: pure, from its interval, what its server asks for, and how often it failed."""

import random
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_PAUSE = timedelta(hours=24)
# A server that says "keep this for a year" has been set up for pictures; news would be missed.
LONGEST_COURTESY = timedelta(hours=6)
# Feeds that were added together must not be asked together for ever.
JITTER = 0.1

Chance = Callable[[], float]


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
