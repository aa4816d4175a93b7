"""One supervised process: started in a group of its own, its lines copied to the journal, started again when it dies."""

import asyncio
import contextlib
import ctypes
import os
import platform
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from newsroom.run.guardian import Guardian
from newsroom.run.journal import Journal

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
# A process that ran this long had started well: its next death begins with the short pause again.
SETTLED_SECONDS = 60.0
LINE_BYTES = 256 * 1024
PR_SET_PDEATHSIG = 1


def _dies_with_parent() -> Callable[[], None] | None:
    """On Linux the kernel ends a child whose parent dies, even when the guardian was killed as well."""
    if platform.system() != "Linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


@dataclass(frozen=True)
class Program:
    """What to run under which name, and how long it may take to end."""

    name: str
    command: tuple[str, ...]
    stop_seconds: float = 8.0


class Child:
    """Keeps one program running."""

    def __init__(
        self, program: Program, environment: dict[str, str], journal: Journal, guardian: Guardian
    ) -> None:
        self.program = program
        self.deaths = 0
        self._environment = environment
        self._journal = journal
        self._guardian = guardian
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = False
        self._with_parent = _dies_with_parent()

    async def keep_running(self) -> None:
        """Start, wait, start again after a growing pause, until asked to stop."""
        pause = FIRST_PAUSE_SECONDS
        while True:
            began = time.monotonic()
            ended = await self._run_once()
            if self._stopping:
                return
            self.deaths += 1
            pause = FIRST_PAUSE_SECONDS if time.monotonic() - began > SETTLED_SECONDS else pause
            self._journal.warn(f"{self.program.name} {ended}; starting it again in {pause:.0f} s")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _run_once(self) -> str:
        self._process = process = await asyncio.create_subprocess_exec(
            *self.program.command,
            env=self._environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            limit=LINE_BYTES,
            start_new_session=True,
            preexec_fn=self._with_parent,
        )
        self._guardian.watch_group(process.pid)
        copying = asyncio.create_task(self._copy_lines(process))
        code = await process.wait()
        # What the process itself had started must not outlive it, or keep its port.
        _signal_group(process.pid, signal.SIGKILL)
        self._guardian.forget_group(process.pid)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(copying, 2)
        return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"

    async def _copy_lines(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None  # noqa: S101 — asked for above
        while True:
            try:
                line = await process.stdout.readline()
            except ValueError:  # longer than LINE_BYTES: its rest follows as lines of their own
                continue
            if not line:
                return
            if text := line.decode("utf-8", "replace").rstrip():
                self._journal.write(self.program.name, text)

    def restart(self) -> None:
        """End the process; ``keep_running`` starts it again."""
        if self._process and self._process.returncode is None:
            _signal_group(self._process.pid, signal.SIGTERM)

    async def stop(self) -> None:
        """Ask the process to end, and end its whole group when it does not in time."""
        self._stopping = True
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), self.program.stop_seconds)
        except TimeoutError:
            self._journal.warn(
                f"{self.program.name} did not end in {self.program.stop_seconds:.0f} s and is killed"
            )
        _signal_group(process.pid, signal.SIGKILL)

    def kill(self) -> None:
        """No more patience."""
        self._stopping = True
        if self._process and self._process.returncode is None:
            _signal_group(self._process.pid, signal.SIGKILL)


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)
