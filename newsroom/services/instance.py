"""Both servers together, and the record by which ``manage.py`` finds them."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from newsroom.services import keys as keyring
from newsroom.services import postgres, programs, roles, valkey
from newsroom.services.premises import Premises
from newsroom.services.trouble import explain, require_room


@dataclass(frozen=True)
class Status:
    """What runs: process numbers, or None; ``external`` parts are not ours to start."""

    postgres: int | None
    valkey: int | None
    external: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """All that is ours to run runs."""
        return (self.postgres is not None or "postgres" in self.external) and (
            self.valkey is not None or "valkey" in self.external
        )


def external() -> tuple[str, ...]:
    """The parts that the environment says are somebody else's."""
    variables = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL"}
    return tuple(part for part, variable in variables.items() if os.environ.get(variable))


@contextlib.contextmanager
def _one_at_a_time(premises: Premises) -> Iterator[None]:
    """Two starts at once would each make a data folder; the second waits for the first."""
    with (premises.var / "services.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def read_record(premises: Premises) -> dict[str, Any]:
    """The facts of the running instance; empty where none runs."""
    try:
        facts = json.loads(premises.record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def amend_record(premises: Premises, **facts: object) -> dict[str, Any]:
    """Add facts to the record; ``None`` takes one out."""
    merged = {**read_record(premises), **facts}
    merged = {key: value for key, value in merged.items() if value is not None}
    keyring.write_private(premises.record, json.dumps(merged, indent=2) + "\n")
    return merged


def start(premises: Premises) -> dict[str, Any]:
    """Start what is ours to start and is not running, and write the record; raises ``Trouble``."""
    try:
        require_room(premises.data)
        with _one_at_a_time(premises):
            return _start(premises)
    except OSError as error:
        raise explain(error, f"write to {premises.var}") from None


def _start(premises: Premises) -> dict[str, Any]:
    elsewhere = external()
    keys = keyring.load_or_make(premises.data)
    found = programs.find(premises.account) if len(elsewhere) < 2 else None
    pids: dict[str, int] = {}
    if found is not None:
        with ThreadPoolExecutor(2) as together:
            started = {
                part.__name__.rsplit(".", 1)[-1]: together.submit(part.start, premises, found, keys)
                for part in (postgres, valkey)
                if part.__name__.rsplit(".", 1)[-1] not in elsewhere
            }
            pids = {name: future.result() for name, future in started.items()}
    if "postgres" in elsewhere:
        database = os.environ["DATABASE_URL"]
        owner = os.environ.get("DATABASE_OWNER_URL") or database
    else:
        roles.furnish(premises, keys)
        database, owner = postgres.url(keys), postgres.url(keys, postgres.OWNER)
    return amend_record(
        premises,
        database_url=database,
        owner_database_url=owner,
        redis_url=os.environ["REDIS_URL"] if "valkey" in elsewhere else valkey.url(keys),
        data=str(premises.data),
        secret_key_file=str(keyring.secret_key_file(premises.data)),
        pids={**read_record(premises).get("pids", {}), **pids},
    )


def stop(premises: Premises) -> Status:
    """Stop what is ours, and take the record away; returns what ran before."""
    before = status(premises)
    with _one_at_a_time(premises):
        valkey.stop(premises)
        postgres.stop(premises)
        premises.record.unlink(missing_ok=True)
    return before


def status(premises: Premises) -> Status:
    """Look at the processes themselves, not at what a file says about them."""
    database, broker = postgres.running(premises), valkey.running(premises)
    return Status(database.pid if database else None, broker.pid if broker else None, external())
