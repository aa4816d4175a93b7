"""A running instance of its own: services on free ports, the real web server, worker and beat, in a scratch folder."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from newsroom.testing.loopback import free_port as free_port

REPOSITORY = Path(__file__).resolve().parents[1]
FOREIGN = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "NEWSROOM_DATABASE_ROLE",
    "DJANGO_SETTINGS_MODULE",
)


def wait_until(done: Callable[[], object], seconds: float, what: str) -> Any:
    """Ask ``done`` until it answers truthfully; its answer. TimeoutError names ``what``."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := done():
            return answer
        time.sleep(0.2)
    raise TimeoutError(f"After {seconds} s: {what}")


class House:
    """One instance. ``stop()`` ends every process that was started through it."""

    def __init__(self, var: Path, **environment: str) -> None:
        self.var = var
        self.url = f"http://localhost:{environment['PORT']}" if "PORT" in environment else ""
        self._data = var
        self.processes: list[subprocess.Popen[bytes]] = []
        own = {key: value for key, value in os.environ.items() if key not in FOREIGN}
        # Notices of decisions wait for as long as they can be taken back: here nobody waits for them.
        plain = {"NO_COLOR": "1", "NEWSROOM_UNDO_SECONDS": "1"}
        self.environment = {**own, **plain, "NEWSROOM_VAR": str(var), **environment}

    # -- commands

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run ``python …`` to its end."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=REPOSITORY,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError(f"{' '.join(arguments)} → {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run ``manage.py …``."""
        return self.run("manage.py", *arguments, check=check)

    def start_services(self) -> None:
        """PostgreSQL and Valkey with an up-to-date schema."""
        self.run("-m", "newsroom.services", "start")
        self.manage("migrate", "-v0")

    def spawn(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start ``python …`` in a process group of its own; its output goes to a file in the scratch folder."""
        log = (self.var / f"{len(self.processes)}-{Path(arguments[-1]).name}.log").open("ab")
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=REPOSITORY,
            env=self.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """``kill -9`` the whole group, as the kernel would when memory runs out."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=20)

    def end(self, process: subprocess.Popen[bytes]) -> int:
        """Ctrl-C, and wait for an orderly end; the exit code."""
        process.send_signal(signal.SIGINT)
        return process.wait(timeout=40)

    def log_of(self, process: subprocess.Popen[bytes]) -> str:
        """What a spawned process has said."""
        (log,) = self.var.glob(f"{self.processes.index(process)}-*.log")
        return log.read_text(encoding="utf-8", errors="replace")

    def run_everything(self, seconds: float = 120) -> subprocess.Popen[bytes]:
        """What ``make run`` runs, once it answers."""
        run = self.spawn("-m", "newsroom.run")
        ready = lambda: run.poll() is not None or self.answers(f"{self.url}/readyz")  # noqa: E731
        wait_until(ready, seconds, "the house is not ready")
        assert run.poll() is None, self.log_of(run)
        return run

    def stop(self) -> None:
        """End all that was started, then the services."""
        for process in self.processes:
            if process.poll() is None:
                self.kill(process)
        self.run("-m", "newsroom.services", "stop", check=False)

    # -- questions

    @property
    def data(self) -> Path:
        """Where the data of the instance lie (known while it runs, and remembered)."""
        if (self.var / "instance.json").exists():
            self._data = Path(self.facts["data"])
        return self._data

    @property
    def facts(self) -> dict[str, Any]:
        """The instance's record."""
        found: dict[str, Any] = json.loads((self.var / "instance.json").read_text())
        return found

    def sql(self, query: str, *parameters: object, role: str = "database_url") -> list[tuple[Any, ...]]:
        """Ask the database, by default with the application's role."""
        with psycopg.connect(self.facts[role], autocommit=True) as connection:
            cursor = connection.execute(query, parameters)
            return cursor.fetchall() if cursor.description else []

    def number(self, query: str, *parameters: object) -> int:
        """The one number that the query answers."""
        return int(self.sql(query, *parameters)[0][0])

    def answers(self, url: str) -> bool:
        """Whether the address answers 200."""
        try:
            with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 — our own addresses
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False


@contextlib.contextmanager
def scratch(**environment: str) -> Iterator[House]:
    """A house in a folder that the servers can reach whoever we are, and that is gone afterwards."""
    var = Path(tempfile.mkdtemp(prefix="newsroom-house-"))
    var.chmod(0o755)
    house = House(var, **environment)
    try:
        yield house
    finally:
        data = house.data
        house.stop()
        for folder in {data, var}:
            shutil.rmtree(folder, ignore_errors=True)
