"""Parsing that can be stopped: the parser runs in a process of its own, with bounds on its time and memory.

A worker of Celery may not fork children of its own, and a time limit of its task would end the whole sweep for one bad
feed. A process per feed would cost a fifth of a second each; so each process of ours keeps one parser, and starts
another one when it had to be killed. One that has nothing to do for half a minute ends by itself.
"""

import asyncio
import atexit
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation import gettext_noop

from feeds.parsing.process import read_block, write_block
from feeds.parsing.refusing import not_worth_reading
from feeds.parsing.reports import Parsed, Unparsable, from_data

# Above the processor's time that a parser may take, so that on an idle machine the kernel's own limit comes first.
SECONDS = 30.0
# Then a fresh process takes over: what a library keeps of each feed does not add up.
FEEDS_PER_PROCESS = 2_000
REPOSITORY = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "feeds.parsing.process")

KILLED = gettext_noop("Reading the answer took more time or memory than a feed may take; it was given up.")


class Parser:
    """One parser process. ``parse`` may be called from several threads; they take turns."""

    def __init__(self, seconds: float = SECONDS, command: tuple[str, ...] = COMMAND) -> None:
        self._seconds, self._command = seconds, command
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = self._read = 0

    def parse(self, body: bytes, headers: Mapping[str, str], now: datetime | None = None) -> Parsed:
        """As ``feeds.parsing.document.parse``; a feed that takes too much becomes Unparsable. Never raises on input."""
        if refusal := not_worth_reading(body):
            return refusal
        request = {"headers": dict(headers), "now": (now or datetime.now(UTC)).isoformat()}
        with self._lock:
            return self._ask(json.dumps(request).encode(), body)

    def stop(self) -> None:
        """End the process; the next ``parse`` starts another."""
        # A child of a fork holds a copy of this object, but the process is its parent's.
        if self._process is not None and self._owner == os.getpid():
            self._process.kill()
            self._process.communicate()
        self._process = None

    def _ask(self, request: bytes, body: bytes) -> Parsed:
        process = self._running()
        try:
            return from_data(json.loads(self._answer(process, request, body)))
        except (EOFError, OSError):
            self.stop()
        if process.returncode == 0 and self._read > 1:
            return self._ask(request, body)  # it had nothing to do for a while, and left at this very moment
        return Unparsable(KILLED, f"{len(body)} bytes")

    def _answer(self, process: subprocess.Popen[bytes], request: bytes, body: bytes) -> bytes:
        assert process.stdin is not None  # noqa: S101 — both are pipes
        assert process.stdout is not None  # noqa: S101
        # Killing it closes both pipes, which ends the writing and the reading below.
        alarm = threading.Timer(self._seconds, process.kill)
        alarm.start()
        try:
            write_block(process.stdin, request)
            write_block(process.stdin, body)
            return read_block(process.stdout)
        finally:
            alarm.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid() or self._read >= FEEDS_PER_PROCESS:
            self.stop()
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                self._command,
                cwd=REPOSITORY,
                env={"PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            self._owner, self._read = os.getpid(), 0
        self._read += 1
        return self._process


class Parsers:
    """Several parsers beside each other, for those who await many feeds at once in one event loop.

    Threads of its own, one for each parser, wait at their pipes: the loop's own ones resolve names meanwhile. A feed
    that hangs is killed alone; the others take the next free parser. The processes outlive the loop.
    """

    def __init__(self, parsers: Sequence[Parser]) -> None:
        self._parsers = parsers
        # Whoever was used last goes first, so that a second process is only there where one is not enough.
        self._free: queue.LifoQueue[Parser] = queue.LifoQueue()
        self._threads: ThreadPoolExecutor | None = None
        self._owner = 0

    async def parse(self, body: bytes, headers: Mapping[str, str], now: datetime | None = None) -> Parsed:
        """As ``Parser.parse``, in the turn of whoever asked first."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._running(), self._with_a_free_one, body, headers, now)

    def stop(self) -> None:
        """End the processes; the next ``parse`` starts others."""
        for parser in self._parsers:
            parser.stop()

    def _with_a_free_one(self, body: bytes, headers: Mapping[str, str], now: datetime | None) -> Parsed:
        parser = self._free.get()
        try:
            return parser.parse(body, headers, now)
        finally:
            self._free.put(parser)

    def _running(self) -> ThreadPoolExecutor:
        # A child of a fork holds a copy of this object without its threads.
        if self._threads is None or self._owner != os.getpid():
            self._free = queue.LifoQueue()
            for parser in reversed(self._parsers):
                self._free.put(parser)
            self._threads = ThreadPoolExecutor(len(self._parsers), thread_name_prefix="parser")
            self._owner = os.getpid()
        return self._threads


_parser = Parser()
# A feed that takes all the time it may must not keep the others from being read meanwhile.
PARSERS = Parsers([_parser, Parser()])
atexit.register(PARSERS.stop)


def parse_killable(body: bytes, headers: Mapping[str, str], now: datetime | None = None) -> Parsed:
    """Read a feed within bounds, with the parser that this process keeps."""
    return _parser.parse(body, headers, now)


async def parse_killable_async(
    body: bytes, headers: Mapping[str, str], now: datetime | None = None, *, parsers: Parsers = PARSERS
) -> Parsed:
    """As ``parse_killable``, without holding up the event loop. ``parsers``: others than the one this process keeps."""
    return await parsers.parse(body, headers, now)
