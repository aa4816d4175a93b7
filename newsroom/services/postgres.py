"""The embedded PostgreSQL: made, started, stopped; by ``initdb`` and ``postgres`` themselves."""

import os
import shutil
import signal
import subprocess
import time
from urllib.parse import quote

import psutil
import psycopg

from newsroom.services import keys as keyring
from newsroom.services import processes
from newsroom.services.keys import Keys
from newsroom.services.premises import Premises
from newsroom.services.programs import Programs
from newsroom.services.trouble import Trouble, explain

MAJOR_VERSION = "18"
ADMIN, OWNER, APP = "newsroom_admin", "newsroom_owner", "newsroom_app"
DATABASE = "newsroom"
START_SECONDS = 60  # crash recovery after a busy day takes its time
STOP_SECONDS = 20
LOG_BYTES = 5_000_000

# Durability first (these are PostgreSQL's own defaults, written down so that nobody turns them off by accident), then
# a modest footprint: the whole house at rest stays under 400 MB.
SETTINGS = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # a socket's path may have 107 bytes at most; data folders are longer
    "password_encryption": "scram-sha-256",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "512MB",
    "io_method": "sync",  # no extra processes for reading ahead
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "cluster_name": "newsroom",
}


def url(keys: Keys, role: str = APP, database: str = DATABASE) -> str:
    """The address under which a role reaches the embedded server; it never sends its password in clear."""
    password = {ADMIN: keys.admin_password, OWNER: keys.owner_password, APP: keys.app_password}[role]
    return (
        f"postgresql://{role}:{quote(password, safe='')}@127.0.0.1:{keys.postgres_port}/{database}"
        "?require_auth=scram-sha-256"
    )


def running(premises: Premises) -> psutil.Process | None:
    """The server of this data folder, known by its working folder and not by a number in a file."""
    family = processes.in_folder(premises.postgres, "postgres")
    numbers = {process.pid for process in family}
    heads = [process for process in family if process.ppid() not in numbers]
    recorded = _recorded_pid(premises)
    return next((process for process in heads if process.pid == recorded), None)


def _recorded_pid(premises: Premises) -> int | None:
    try:
        return int((premises.postgres / "postmaster.pid").read_text(encoding="ascii").split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _clear_remnants(premises: Premises) -> None:
    """After a crash: end what the dead server left behind, and drop its pid file, whose number may be another's now."""
    for process in processes.in_folder(premises.postgres, "postgres"):
        processes.end(process, signal.SIGQUIT, signal.SIGKILL, seconds=5)
    (premises.postgres / "postmaster.pid").unlink(missing_ok=True)


def _initialise(premises: Premises, programs: Programs, keys: Keys) -> None:
    """Make the data folder beside its place and move it there when it is whole."""
    unfinished = premises.data / "postgres.unfinished"
    password_file = premises.data / ".initdb-password"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    premises.account.give(unfinished, 0o700)
    try:
        password_file.touch(mode=0o600)
        premises.account.give(password_file, 0o600)
        password_file.write_text(keys.admin_password + "\n", encoding="ascii")
        made = subprocess.run(
            [
                programs.initdb,
                f"--pgdata={unfinished}",
                f"--username={ADMIN}",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",  # the same order and case rules on every system, whatever its C library
                "--data-checksums",
                "--no-instructions",
            ],
            cwd=unfinished,
            env={**os.environ, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            **premises.account.popen_arguments(),
        )
    finally:
        password_file.unlink(missing_ok=True)
    if made.returncode != 0:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise Trouble(f"PostgreSQL could not make its folder in {premises.data}: {_reason(made.stderr)}")
    unfinished.rename(premises.postgres)


def _reason(output: str) -> str:
    """The line of a program's output that tells why it failed."""
    if "No space left on device" in output:
        return "the disk is full. Make room, or set NEWSROOM_VAR to another disk."
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "error:" in line.lower()]
    return (telling or lines or ["it said nothing"])[-1]


def _check_version(premises: Premises) -> None:
    version = (premises.postgres / "PG_VERSION").read_text(encoding="ascii").strip()
    if version != MAJOR_VERSION:
        raise Trouble(
            f"The data in {premises.postgres} were written by PostgreSQL {version}, this is {MAJOR_VERSION}:"
            " upgrade them first, or set NEWSROOM_VAR to an empty folder."
        )
    if os.geteuid() not in (0, premises.postgres.stat().st_uid):
        raise Trouble(
            f"{premises.postgres} belongs to another user: start as that user, or set NEWSROOM_VAR."
        )


def _launch(premises: Premises, programs: Programs, keys: Keys) -> subprocess.Popen[bytes]:
    log = premises.log / "postgres.log"
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
    settings = {**SETTINGS, "port": str(keys.postgres_port)}
    arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with log.open("ab") as stream:
        return subprocess.Popen(
            [programs.postgres, "-D", premises.postgres, *arguments],
            cwd=premises.postgres.parent if premises.account.uid is None else "/",
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
            **premises.account.popen_arguments(),
        )


def answers(keys: Keys) -> bool:
    """Tell whether the server lets its administrator in."""
    try:
        psycopg.connect(url(keys, ADMIN, "template1"), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def start(premises: Premises, programs: Programs, keys: Keys) -> int:
    """Start the server unless it runs; returns its process number, raises ``Trouble``."""
    try:
        if not premises.postgres.exists():
            _initialise(premises, programs, keys)
        _check_version(premises)
        if server := running(premises):
            if not processes.until(lambda: answers(keys), START_SECONDS):
                raise Trouble(
                    f"PostgreSQL runs (process {server.pid}) but does not answer: see {premises.log}."
                )
            return server.pid
        _clear_remnants(premises)
        if not processes.port_is_free(keys.postgres_port):
            keys.postgres_port = processes.choose_port({keys.valkey_port})
            keyring.save(premises.data, keys)
        log = premises.log / "postgres.log"
        before = log.stat().st_size if log.exists() else 0
        process = _launch(premises, programs, keys)
    except OSError as error:
        raise explain(error, "start PostgreSQL") from None
    deadline = time.monotonic() + START_SECONDS
    while not answers(keys):
        if process.poll() is not None or time.monotonic() > deadline:
            said = log.read_text(encoding="utf-8", errors="replace")[before:]
            raise Trouble(f"PostgreSQL did not start: {_reason(said)} (all of it: {log})")
        time.sleep(0.02)
    return process.pid


def stop(premises: Premises) -> bool:
    """Stop the server cleanly, closing its clients' connections; False when none ran."""
    server = running(premises)
    if server is None:
        return False
    if not processes.end(server, signal.SIGINT, signal.SIGQUIT, seconds=STOP_SECONDS):
        raise Trouble(f"PostgreSQL (process {server.pid}) does not stop: see {premises.log}.")
    return True
