"""Parsing that can be stopped: the parser runs in a process of its own, with bounds on its time and memory.

A worker of Celery may not fork children of its own, and a time limit of its task would end the whole sweep for one bad
feed. A process per feed would cost a fifth of a second each; so each process of ours keeps one parser, and starts
another one when it had to be killed.
"""

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation import gettext_noop

from feeds.parsing import document
from feeds.parsing.process import read_block, write_block
from feeds.parsing.reports import Parsed, Unparsable, from_data

# Above the processor's time that a parser may take, so that on an idle machine the kernel's own limit comes first.
SECONDS = 30.0
# Then a fresh process takes over: what a library keeps of each feed does not add up.
FEEDS_PER_PROCESS = 500
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
        if len(body) > document.MAX_BYTES:
            return document.parse(body, headers, now)  # refuses by the size alone
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
        assert process.stdin is not None  # noqa: S101 — both are pipes
        assert process.stdout is not None  # noqa: S101
        # Killing it closes both pipes, which ends the writing and the reading below.
        alarm = threading.Timer(self._seconds, process.kill)
        alarm.start()
        try:
            write_block(process.stdin, request)
            write_block(process.stdin, body)
            return from_data(json.loads(read_block(process.stdout)))
        except (EOFError, OSError):
            self.stop()
            return Unparsable(KILLED, f"{len(body)} bytes")
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


_parser = Parser()
atexit.register(_parser.stop)


def parse_killable(body: bytes, headers: Mapping[str, str], now: datetime | None = None) -> Parsed:
    """Read a feed within bounds, with the parser that this process keeps."""
    return _parser.parse(body, headers, now)
