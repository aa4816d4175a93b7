"""The last time that beat was heard: kept in the cache, since the next tick writes it anew."""

from datetime import UTC, datetime

from django.core.cache import cache
from django.utils import timezone

KEY = "beat-tick"


def note_tick() -> None:
    """Beat sent, a worker took: both live."""
    cache.set(KEY, timezone.now().timestamp(), timeout=None)


def last_tick() -> datetime | None:
    """When a tick last went the whole way, or None where none is known."""
    stamp = cache.get(KEY)
    return None if stamp is None else datetime.fromtimestamp(stamp, UTC)
