"""Where finished pages are kept: Valkey, each under its address, listed under what it shows, so that a change finds it.

A page is written only if no change was swept since its rendering began (``epoch``): else a page rendered from the state
before the change could be stored after the change had removed it.
"""

import json
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache

import redis
from django.conf import settings
from django.utils.functional import SimpleLazyObject
from redis.commands.core import Script

FRESH_SECONDS = 60  # a page that no change names is rendered anew after this
KEPT_SECONDS = 24 * 3600  # how long it may stand in while the database is away
LOCK_MILLISECONDS = 5_000  # a renderer that takes longer has died: the next one may try
TIMEOUT_SECONDS = 0.5
PREFIX = "newsroom:page:"
EPOCH = f"{PREFIX}epoch"

_STORE = """
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[3])
for i = 3, #KEYS do
  redis.call('SADD', KEYS[i], KEYS[2])
  redis.call('EXPIRE', KEYS[i], ARGV[3])
end
return 1
"""
_FORGET = """
redis.call('INCR', KEYS[1])
local gone = 0
for i = 2, #KEYS do
  local pages = redis.call('SMEMBERS', KEYS[i])
  for _, page in ipairs(pages) do gone = gone + redis.call('DEL', page) end
  redis.call('DEL', KEYS[i])
end
return gone
"""


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A finished answer. ``headers`` are all but those that depend on the request; ``packed`` is the body in gzip."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    packed: bytes
    etag: str
    modified: int  # seconds since 1970
    fresh_until: float  # seconds since 1970

    def is_fresh(self) -> bool:
        return time.time() < self.fresh_until

    def dump(self) -> bytes:
        """As bytes: a line of JSON with the sizes, then both bodies."""
        head = asdict(self)
        head["body"], head["packed"] = len(self.body), len(self.packed)
        return json.dumps(head).encode() + b"\n" + self.body + self.packed

    @classmethod
    def load(cls, data: bytes) -> "StoredPage":
        line, _, rest = data.partition(b"\n")
        head = json.loads(line)
        size = head["body"]
        head["headers"] = [(name, value) for name, value in head["headers"]]
        return cls(**{**head, "body": rest[:size], "packed": rest[size : size + head["packed"]]})


# Made at the first use: this module is imported while the settings may still be changed (by the tests).
connection = SimpleLazyObject(
    lambda: redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS
    )
)


@cache
def _script(text: str) -> Script:
    script: Script = connection.register_script(text)
    return script


def read(key: str) -> StoredPage | None:
    """The page under ``key``, fresh or not. One call to Valkey; raises redis.RedisError."""
    data = connection.get(PREFIX + key)
    return StoredPage.load(data) if isinstance(data, bytes) else None


def look_again(key: str) -> tuple[StoredPage | None, bool]:
    """The page under ``key`` and whether somebody is still rendering it. One call to Valkey; raises redis.RedisError."""
    asked = connection.pipeline(transaction=False)
    asked.get(PREFIX + key)
    asked.exists(f"{PREFIX}lock:{key}")
    data, locked = asked.execute()
    return StoredPage.load(data) if isinstance(data, bytes) else None, bool(locked)


def begin(key: str) -> tuple[bool, str]:
    """Whether the caller is the one to render ``key``, and the epoch in which it begins."""
    asked = connection.pipeline(transaction=False)
    asked.set(f"{PREFIX}lock:{key}", 1, nx=True, px=LOCK_MILLISECONDS)
    asked.get(EPOCH)
    first, epoch = asked.execute()
    return bool(first), (epoch or b"").decode()


def finish(key: str, page: StoredPage | None, shows: Iterable[str], epoch: str) -> bool:
    """Give the lock back and store the page, unless a change was swept meanwhile (or there is none). Whether stored."""
    stored = False
    if page is not None:
        keys = [EPOCH, PREFIX + key, *(f"{PREFIX}shows:{name}" for name in shows)]
        stored = bool(_script(_STORE)(keys=keys, args=[epoch, page.dump(), KEPT_SECONDS]))
    connection.delete(f"{PREFIX}lock:{key}")
    return stored


def forget(names: Iterable[str]) -> int:
    """Drop every page that shows one of ``names``; returns how many. Raises redis.RedisError."""
    return int(_script(_FORGET)(keys=[EPOCH, *(f"{PREFIX}shows:{name}" for name in names)]))
