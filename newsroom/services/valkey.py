"""The embedded Valkey: broker, cache and limits, with every write in its append-only file."""

import hashlib
import signal
import subprocess
import time
from pathlib import Path

import psutil
import redis

from newsroom.services import keys as keyring
from newsroom.services import processes
from newsroom.services.keys import Keys
from newsroom.services.premises import Premises
from newsroom.services.programs import Programs
from newsroom.services.trouble import Trouble, explain

START_SECONDS = 30
STOP_SECONDS = 15
# Every second, not every write: the database is the truth, a lost message loses nothing, and the cache lives here too.
# When memory runs out, what has an end of its own goes first (pages, limits); queues have none and stay.
CONFIGURATION = """\
bind 127.0.0.1
port {port}
protected-mode yes
user default reset on #{password_hash} ~* &* +@all
dir {folder}
appendonly yes
appendfsync everysec
save ""
maxmemory 256mb
maxmemory-policy volatile-lru
set-proc-title no
daemonize no
logfile ""
loglevel notice
"""


def url(keys: Keys) -> str:
    """The address of the embedded server."""
    return f"redis://:{keys.valkey_password}@127.0.0.1:{keys.valkey_port}/0"


def running(premises: Premises) -> psutil.Process | None:
    """The server of this data folder, known by its working folder."""
    return next(iter(processes.in_folder(premises.valkey, "valkey-server")), None)


def _configure(premises: Premises, keys: Keys) -> Path:
    if not premises.valkey.exists():
        premises.valkey.mkdir()
        premises.account.give(premises.valkey, 0o700)
    file = premises.valkey / "valkey.conf"
    password_hash = hashlib.sha256(keys.valkey_password.encode()).hexdigest()
    quoted = '"' + str(premises.valkey).replace("\\", "\\\\").replace('"', '\\"') + '"'
    file.write_text(
        CONFIGURATION.format(port=keys.valkey_port, password_hash=password_hash, folder=quoted),
        encoding="utf-8",
    )
    premises.account.give(file, 0o600)
    return file


def answers(keys: Keys) -> bool:
    """Tell whether the server takes commands (it does not while it reads its file back)."""
    try:
        with redis.Redis.from_url(url(keys), socket_timeout=5, socket_connect_timeout=5) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def start(premises: Premises, programs: Programs, keys: Keys) -> int:
    """Start the server unless it runs; returns its process number, raises ``Trouble``."""
    log = premises.log / "valkey.log"
    try:
        if server := running(premises):
            if not processes.until(lambda: answers(keys), START_SECONDS):
                raise Trouble(f"Valkey runs (process {server.pid}) but does not answer: see {log}.")
            return server.pid
        if not processes.port_is_free(keys.valkey_port):
            keys.valkey_port = processes.choose_port({keys.postgres_port})
            keyring.save(premises.data, keys)
        configuration = _configure(premises, keys)
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [programs.valkey_server, configuration],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
                **premises.account.popen_arguments(),
            )
    except OSError as error:
        raise explain(error, "start Valkey") from None
    deadline = time.monotonic() + START_SECONDS
    while not answers(keys):
        if process.poll() is not None or time.monotonic() > deadline:
            lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            raise Trouble(f"Valkey did not start: {(lines or ['it said nothing'])[-1]} (all of it: {log})")
        time.sleep(0.02)
    return process.pid


def stop(premises: Premises) -> bool:
    """Stop the server cleanly, its file synced; False when none ran."""
    server = running(premises)
    if server is None:
        return False
    if not processes.end(server, signal.SIGTERM, signal.SIGKILL, seconds=STOP_SECONDS):
        raise Trouble(f"Valkey (process {server.pid}) does not stop: see {premises.log}.")
    return True
