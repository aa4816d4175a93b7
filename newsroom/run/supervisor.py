"""Starts what the plan says, watches it, and ends all of it together."""

import asyncio
import contextlib
import fcntl
import http.client
import os
import signal
import time
from collections.abc import Iterator
from typing import Any

from newsroom.run import remnants
from newsroom.run.child import Child
from newsroom.run.guardian import Guardian
from newsroom.run.journal import Journal
from newsroom.run.plan import Plan
from newsroom.run.preparation import prepare
from newsroom.services import instance, processes
from newsroom.services.premises import Premises
from newsroom.services.trouble import Trouble, explain

READY_SECONDS = 90
WATCH_SECONDS = 2.0
SERVICE_SIGNALS = {"postgres": "INT", "valkey": "TERM"}  # PostgreSQL's fast shutdown; Valkey's save and exit


@contextlib.contextmanager
def only_one(premises: Premises, port: int) -> Iterator[None]:
    """Hold the run's lock; the kernel lets go of it however we end, so a stale file means nothing."""
    try:
        lock = (premises.var / "run.lock").open("a+", encoding="ascii")
    except OSError as error:
        raise explain(error, f"write to {premises.var}") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            where = lock.read().strip() or "an unknown address"
            raise Trouble(
                f"Newsroom runs from {premises.var} already, at {where}. Stop it with Ctrl-C in its terminal,"
                " or start another: make run PORT=8001 NEWSROOM_VAR=var-2"
            ) from None
        lock.seek(0)
        lock.truncate()
        lock.write(f"http://localhost:{port} (process {os.getpid()})\n")
        lock.flush()
        yield


class Supervisor:
    """One run from its first line to its last."""

    def __init__(self, plan: Plan, journal: Journal) -> None:
        self.plan = plan
        self.journal = journal
        self.guardian = Guardian()
        self.children: list[Child] = []
        self._asked_to_stop = asyncio.Event()
        self._services: dict[str, int] = {}
        self._began = time.monotonic()

    def ask_to_stop(self) -> None:
        """Ctrl-C or SIGTERM; the second time without patience."""
        if self._asked_to_stop.is_set():
            for child in self.children:
                child.kill()
        else:
            self.journal.say("ending everything; once more Ctrl-C to insist")
        self._asked_to_stop.set()

    async def run(self) -> None:
        """Until asked to stop; raises ``Trouble`` where it cannot begin."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.ask_to_stop)
        try:
            await self._until_asked(self._work())
        finally:
            await self._end()

    async def _until_asked(self, work: Any) -> None:
        working, asked = asyncio.create_task(work), asyncio.create_task(self._asked_to_stop.wait())
        await asyncio.wait({working, asked}, return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        if working.done():
            working.result()
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working

    async def _work(self) -> None:
        self._free_port()
        cast = await prepare(self.plan, self.journal)
        self._take_services(instance.read_record(self.plan.premises))
        environment = self.plan.environment
        self.children = [
            Child(program, environment, self.journal, self.guardian) for program in self.plan.programs
        ]
        running = [child.keep_running() for child in self.children]
        await asyncio.gather(*running, self._announce(cast), self._watch_services())

    def _free_port(self) -> None:
        if ended := remnants.clear(self.plan.premises.data):
            self.journal.say(
                f"ended {ended} process{'es' if ended > 1 else ''} that an earlier run had left behind"
            )
        if remnants.port_is_busy(self.plan.port):
            raise Trouble(
                f"Port {self.plan.port} is in use by another program: make run PORT={self.plan.port + 1}"
            )

    def _take_services(self, record: dict[str, Any]) -> None:
        for name, pid in self._services.items():
            self.guardian.forget_service(pid, SERVICE_SIGNALS[name])
        pids = record.get("pids", {})
        self._services = {name: pids[name] for name in SERVICE_SIGNALS if name in pids}
        for name, pid in self._services.items():
            self.guardian.watch_service(pid, SERVICE_SIGNALS[name])

    async def _watch_services(self) -> None:
        """Start PostgreSQL or Valkey again when it is gone; their clients come back by themselves."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            gone = [name for name, pid in self._services.items() if processes.living(pid) is None]
            if not gone:
                continue
            self.journal.warn(f"{' and '.join(gone)} ended; starting again")
            before = instance.read_record(self.plan.premises)
            try:
                record = await asyncio.to_thread(instance.start, self.plan.premises)
            except Trouble as trouble:
                self.journal.warn(str(trouble))
                continue
            self._take_services(record)
            self.journal.say(f"{' and '.join(gone)} started again")
            if any(record.get(key) != before.get(key) for key in ("database_url", "redis_url")):
                for child in self.children:
                    child.restart()

    async def _announce(self, cast: list[list[str]]) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not await asyncio.to_thread(_is_ready, self.plan):
            if time.monotonic() > deadline:
                raise Trouble(
                    f"The site did not answer within {READY_SECONDS} s: the lines of `web` above say why."
                )
            await asyncio.sleep(0.1)
        say, paint = self.journal.say, self.journal.paint
        say("")
        say(f"Ready after {time.monotonic() - self._began:.1f} s:  {paint(self.plan.site_url + '/', '1;4')}")
        say(f"The desk:             {self.plan.site_url}/admin/")
        if self.plan.mail_port:
            say(f"Mails of the demo:    {self.plan.site_url}/demo/mail/")
        if cast:
            say("Sign in as:")
        for role, email, password in cast:
            say(f"  {role:<14} {email:<32} {password or '(a code comes by mail)'}")
        say("Ctrl-C ends everything; the data stay for the next start.")
        say("")

    async def _end(self) -> None:
        """Web first, so that no new work comes in; servers last, so that the others can finish theirs."""
        for batch in (("web", "beat"), ("worker", "wire", "mail")):
            await asyncio.gather(*(child.stop() for child in self.children if child.program.name in batch))
        try:
            await asyncio.to_thread(instance.stop, self.plan.premises)
        except Trouble as trouble:
            self.journal.warn(str(trouble))
        self.guardian.dismiss()
        self.journal.say("everything has ended")


def _is_ready(plan: Plan) -> bool:
    caller = http.client.HTTPConnection(plan.host, plan.port, timeout=5)
    try:
        caller.request("GET", "/readyz", headers={"Host": plan.site_url.split("://", 1)[1].rstrip("/")})
        return caller.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        caller.close()
