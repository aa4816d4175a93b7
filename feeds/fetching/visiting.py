"""One visit for a feed: a turn at its host, and at each host that redirects lead to; all are given back at its end."""

import asyncio
import time
from datetime import timedelta

from feeds.fetching.politeness import PATIENCE, Turn, Turns, host_of

_AGAIN_SECONDS = 0.25


class Busy(Exception):
    """A host cannot be asked now; ``turn`` says when to come again."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn.host)
        self.turn = turn


class Visit:
    """For one event loop, as its turns are."""

    def __init__(self, turns: Turns, *, by_hand: bool = False) -> None:
        self._turns, self._by_hand = turns, by_hand
        self._held: dict[str, Turn] = {}
        self._silences: dict[str, timedelta] = {}

    async def enter(self, url: str) -> None:
        """Take a turn at the address's host, unless we have it. Raises Busy."""
        if host_of(url) in self._held:
            return
        turn = await self._turns.take(url, in_spite_of_silence=self._by_hand)
        if not turn.is_ours:
            raise Busy(turn)
        self._held[turn.host] = turn

    async def enter_led(self, url: str) -> None:
        """As ``enter``, led there by a redirect: many feeds may be led to one host, and the first was asked already.

        So we wait a little. Raises Busy.
        """
        until = time.monotonic() + PATIENCE.total_seconds()
        while True:
            try:
                return await self.enter(url)
            except Busy as busy:
                wait = busy.turn.wait.total_seconds()
                if time.monotonic() + wait > until:
                    raise
                await asyncio.sleep(min(wait, _AGAIN_SECONDS))

    def silence(self, url: str, length: timedelta) -> None:
        """The address's host wants to be left alone."""
        self._silences[host_of(url)] = length

    async def end(self) -> None:
        """Give all turns back."""
        for host, turn in self._held.items():
            await self._turns.give_back(turn, silence=self._silences.get(host, timedelta(0)))
