"""An event loop in a thread of its own that asks many feeds at once, while its owner's thread claims and stores.

So the loop never waits for the database, nothing in the database multiplies, and a result is handed over as it comes.
"""

import asyncio
import itertools
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from queue import Empty, PriorityQueue
from types import TracebackType
from typing import Self

from django.utils import timezone

from common import outbound
from feeds.fetching.deciding import Step
from feeds.fetching.gathering import Gathered, NotNow, ask_in_turn, read_beside_others
from feeds.fetching.politeness import Turns
from feeds.models import Feed

# Bodies of more than outbound.LARGE that may grow and be read at the same time: each takes up to 10 MB.
LARGE_AT_ONCE = 6
# Who has not answered by then is slow: it costs a socket, and takes no other feed's place.
SLOW_SECONDS = 2.0

Outcome = Gathered | NotNow | Exception


@dataclass
class _Held:
    """A feed in the loop's hands. ``stored`` tells that its body may be forgotten."""

    feed: Feed
    stored: asyncio.Event
    has_answered: bool = False
    can_wait: bool = False
    task: asyncio.Task[None] | None = None
    begun: float = field(default_factory=time.monotonic)

    def cancel(self) -> None:
        """In the loop's thread, as all that touches the task."""
        if self.task is not None:
            self.task.cancel()


class AskingMany:
    """A context manager. All methods are called from the thread that made it."""

    def __init__(self, client: outbound.Client | None = None) -> None:
        self._client = client or outbound.client()
        # News first: what failed is told when nothing else waits, so that failing servers do not hold up the others.
        self._done: PriorityQueue[tuple[bool, int, Feed, Outcome]] = PriorityQueue()
        self._numbers = itertools.count()
        self._held: dict[int, _Held] = {}
        self._ready, self._ended = threading.Event(), asyncio.Event()
        self._thread = threading.Thread(target=asyncio.run, args=[self._live()], name="asking", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tell(self._ended.set)
        self._thread.join()

    def begin(self, feeds: Iterable[Feed]) -> None:
        """Ask these too."""
        for feed in feeds:
            held = self._held[feed.pk] = _Held(feed, asyncio.Event())
            self._tell(self._start, held)

    def next(self, seconds: float) -> tuple[Feed, Outcome] | None:
        """What came of one feed, after at most ``seconds``; ``forget`` it once it is stored."""
        try:
            *_place, feed, outcome = self._done.get(timeout=max(seconds, 0.001))
        except Empty:
            return None
        return (feed, outcome) if feed.pk in self._held else None  # it was dropped meanwhile

    def forget(self, feed: Feed) -> None:
        """It is stored; its body need not be kept any longer."""
        held = self._held.pop(feed.pk)
        self._tell(held.stored.set)

    def drop(self, feed: Feed) -> None:
        """Break the asking off."""
        held = self._held.pop(feed.pk)
        self._tell(held.cancel)

    @property
    def feeds(self) -> list[Feed]:
        """All that were begun and not forgotten."""
        return [held.feed for held in self._held.values()]

    @property
    def backlog(self) -> int:
        """How many have answered and wait for the parser or for being stored; without those that can wait."""
        return sum(held.has_answered and not held.can_wait for held in self._held.values())

    @property
    def waiting(self) -> int:
        """How many ``next`` would hand out at once."""
        return self._done.qsize()

    @property
    def unanswered(self) -> list[Feed]:
        """Those whose servers still have not answered."""
        return [held.feed for held in self._held.values() if not held.has_answered]

    @property
    def slow(self) -> int:
        """How many of these are slow."""
        before = time.monotonic() - SLOW_SECONDS
        return sum(not held.has_answered and held.begun < before for held in self._held.values())

    def _tell(self, call: Callable[..., object], *arguments: object) -> None:
        self._loop.call_soon_threadsafe(call, *arguments)

    # -- in the loop's thread

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)
        async with Turns() as self._turns:
            self._ready.set()
            await self._ended.wait()
            tasks = [held.task for held in self._held.values() if held.task]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, held: _Held) -> None:
        held.task = self._loop.create_task(self._hold(held))

    async def _hold(self, held: _Held) -> None:
        """From the turn at the host until the result is stored."""
        async with AsyncExitStack() as until_stored:
            try:
                outcome = await self._gather(held, until_stored)
            except Exception as error:
                outcome = error
            held.has_answered, held.can_wait = True, _can_wait(outcome)
            self._done.put((held.can_wait, next(self._numbers), held.feed, outcome))
            await held.stored.wait()

    async def _gather(self, held: _Held, until_stored: AsyncExitStack) -> Outcome:
        async def before_growing() -> None:
            await until_stored.enter_async_context(self._large)

        started_at = timezone.now()
        answer = await ask_in_turn(held.feed, self._turns, self._client, before_growing=before_growing)
        if isinstance(answer, NotNow):
            return answer
        held.has_answered = True
        return await read_beside_others(held.feed, answer, started_at)


def _can_wait(outcome: Outcome) -> bool:
    """It brings no news, and takes no memory worth the name."""
    if not isinstance(outcome, Gathered):
        return False
    return outcome.verdict.step in {Step.FAIL, Step.MUTE} and len(outcome.answer.body) <= outbound.LARGE
