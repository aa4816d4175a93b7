"""How often somebody may do something: token buckets in Valkey, shared by every process.

A bucket holds ``count`` tokens and fills up again evenly within ``seconds``: a burst is allowed, a stream is not. While
Valkey is away a bucket of the same size in each process stands in: what is limited here (writing, asking for a code)
must go on working when the cache does not, and a few processes' worth of a small limit is still a small limit.
"""

import logging
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import redis
from django.conf import settings

TIMEOUT_SECONDS = 0.5
REST_SECONDS = 5.0  # after a failure Valkey is left alone this long, so that its absence slows nobody
STANDING_IN = 10_000  # buckets that one process holds while Valkey is away; the longest unused go first
PREFIX = "newsroom:limit:"

# Takes one token from every bucket, or from none. A bucket is "tokens at moment"; the server's clock counts.
_TAKE = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local wait, left = 0, {}
for i, key in ipairs(KEYS) do
  local count, span = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local bucket = redis.call('HMGET', key, 'tokens', 'moment')
  local tokens = tonumber(bucket[1]) or count
  local since = math.max(0, now - (tonumber(bucket[2]) or now))
  left[i] = math.min(count, tokens + since * count / span)
  if left[i] < 1 then wait = math.max(wait, math.ceil((1 - left[i]) * span / count)) end
end
if wait > 0 then return wait end
for i, key in ipairs(KEYS) do
  redis.call('HSET', key, 'tokens', tostring(left[i] - 1), 'moment', now)
  redis.call('PEXPIRE', key, ARGV[2 * i])
end
return 0
"""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``count`` at once, filled up again within ``seconds``. ``name`` tells buckets apart: "comment-burst"."""

    name: str
    count: int
    seconds: int


class _StandIn:
    """The same buckets in this process."""

    def __init__(self) -> None:
        self.buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self.lock = threading.Lock()

    def take(self, keys: Sequence[str], limits: Sequence[Limit]) -> float:
        with self.lock:
            now = time.monotonic()
            left = [self._left(key, limit, now) for key, limit in zip(keys, limits, strict=True)]
            waits = [
                (1 - tokens) * limit.seconds / limit.count for tokens, limit in zip(left, limits, strict=True)
            ]
            if max(waits) > 0:
                return max(waits)
            for key, tokens in zip(keys, left, strict=True):
                self.buckets[key] = (tokens - 1, now)
                self.buckets.move_to_end(key)
            while len(self.buckets) > STANDING_IN:
                self.buckets.popitem(last=False)
        return 0.0

    def _left(self, key: str, limit: Limit, now: float) -> float:
        tokens, moment = self.buckets.get(key, (float(limit.count), now))
        return min(limit.count, tokens + (now - moment) * limit.count / limit.seconds)


class Limiter:
    """Buckets on one server. ``common.limits.take`` uses the site's; a test may make its own."""

    def __init__(self, url: str) -> None:
        self.server = redis.Redis.from_url(
            url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS
        )
        self.script = self.server.register_script(_TAKE)
        self.stand_in = _StandIn()
        self.rest_until = 0.0

    def take(self, who: str, limits: Sequence[Limit]) -> int:
        """Seconds until ``who`` may go on; 0: now, and one token of every limit is taken. Never fails."""
        keys = [f"{PREFIX}{limit.name}:{who}" for limit in limits]
        if time.monotonic() >= self.rest_until:
            sizes = [size for limit in limits for size in (limit.count, limit.seconds * 1000)]
            try:
                return math.ceil(int(self.script(keys=keys, args=sizes)) / 1000)
            except redis.RedisError as error:
                log.warning("each process keeps limits of its own: Valkey does not answer (%s)", error)
                self.rest_until = time.monotonic() + REST_SECONDS
        return math.ceil(self.stand_in.take(keys, limits))


_limiters: dict[str, Limiter] = {}


def take(who: str, *limits: Limit) -> int:
    """Seconds until ``who`` ("user:7") may go on; 0: now, and it counts. Taken from all limits or from none.

    Whoever asks says the wait in a full sentence of its own: "You can write again in 40 seconds."
    """
    limiter = _limiters.get(settings.REDIS_URL)
    if limiter is None:
        limiter = _limiters.setdefault(settings.REDIS_URL, Limiter(settings.REDIS_URL))
    return limiter.take(who, limits)
