"""Manners towards a host: one request at a time, a pause in between, and silence while it asks for it; across all workers.

A turn is a key in Valkey that carries who holds it, so that only its holder gives it back; a worker that was killed
holds one no longer than ``LONGEST_TURN``. Nobody waits in a queue here: who gets no turn is told when to come again.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from redis.asyncio import BlockingConnectionPool, Redis

# Between the end of one request and the beginning of the next.
GAP = timedelta(seconds=1)
# Longer than any fetch.
LONGEST_TURN = timedelta(seconds=30)
# How long another's request may still take is not known.
SOON = timedelta(seconds=1)
# A host that asks for a week would hold feeds that are fine; each of them is told by its own answer then.
LONGEST_SILENCE = timedelta(hours=1)
# Who was led to a busy host by a redirect waits there this long, or comes again.
PATIENCE = timedelta(seconds=5)
# However many feeds want their turn at once.
CONNECTIONS = 4

_KEYS = ("newsroom:feeds:turn:{%s}", "newsroom:feeds:silence:{%s}")
_TAKE = """
local silence = redis.call('PTTL', KEYS[2])
if silence > 0 and ARGV[3] == '0' then return silence end
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
if redis.call('GET', KEYS[1]) == 'gap' then return math.max(redis.call('PTTL', KEYS[1]), 1) end
return -1
"""
_GIVE_BACK = """
if tonumber(ARGV[3]) > 0 then redis.call('SET', KEYS[2], '1', 'PX', ARGV[3]) end
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if tonumber(ARGV[2]) > 0 then redis.call('SET', KEYS[1], 'gap', 'PX', ARGV[2]) else redis.call('DEL', KEYS[1]) end
return 1
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """The right to ask a host now, or in ``wait`` after how long to come again."""

    host: str
    owner: str = ""
    wait: timedelta = timedelta(0)

    @property
    def is_ours(self) -> bool:
        """Whether the host may be asked now."""
        return bool(self.owner)


def host_of(url: str) -> str:
    """What counts as one host: its name and port; an address that names none is a host of its own."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return f"{(parts.hostname or url).rstrip('.')}:{port}"
    except ValueError:
        return url


class Turns:
    """Gives out turns; for one event loop. An asynchronous context manager."""

    def __init__(self) -> None:
        pool = BlockingConnectionPool.from_url(settings.REDIS_URL, max_connections=CONNECTIONS)
        self._valkey: Redis = Redis.from_pool(pool)
        self._take = self._valkey.register_script(_TAKE)
        self._give_back = self._valkey.register_script(_GIVE_BACK)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._valkey.aclose()

    async def take(self, url: str, *, in_spite_of_silence: bool = False) -> Turn:
        """A turn at the address's host. A person who asks by hand need not mind that it wants to be left alone."""
        host, owner = host_of(url), secrets.token_hex(8)
        wait = await self._take(
            keys=[key % host for key in _KEYS],
            args=[owner, _milliseconds(LONGEST_TURN), int(in_spite_of_silence)],
        )
        if wait == 0:
            return Turn(host, owner)
        return Turn(host, wait=SOON if wait < 0 else timedelta(milliseconds=wait))

    async def give_back(self, turn: Turn, *, silence: timedelta = timedelta(0)) -> None:
        """End a turn of ours; the next may begin after the gap, or after the ``silence`` that the host asked for."""
        await self._give_back(
            keys=[key % turn.host for key in _KEYS],
            args=[turn.owner, _milliseconds(GAP), _milliseconds(min(silence, LONGEST_SILENCE))],
        )


def _milliseconds(length: timedelta) -> int:
    return int(length.total_seconds() * 1000)
