"""Manners towards a host: one request at a time and a pause in between, across all our workers."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.core.cache import cache

PAUSE_SECONDS = 1
PATIENCE_SECONDS = 5.0
# A worker that was killed holds its turn no longer than this.
LONGEST_TURN_SECONDS = 60
LOOK_AGAIN_SECONDS = 0.1


@contextmanager
def turn_at(url: str) -> Iterator[bool]:
    """Wait for our turn at the address's host. Yields False where others held it all the time."""
    key = f"feeds:turn:{urlsplit(url).netloc.lower()}"
    until = time.monotonic() + PATIENCE_SECONDS
    while not cache.add(key, 1, LONGEST_TURN_SECONDS):
        if time.monotonic() > until:
            yield False
            return
        time.sleep(LOOK_AGAIN_SECONDS)
    try:
        yield True
    finally:
        cache.set(key, 1, PAUSE_SECONDS)
