"""What the house itself depends on; other apps register their own checks with ``common.doctor``."""

import shutil
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import mailers
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from redis import Redis

from common.doctor import Check, Unwell, register
from newsroom.celery import app
from newsroom.clock import last_tick

EXTENSIONS = {"vector", "pg_trgm", "unaccent"}
OLDEST_SERVER = 160_000
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
LEAST_FREE_MB = 500
# Beat ticks every ten seconds; a worker that is busy may be a little late.
LATEST_TICK = timedelta(seconds=60)
CLOCK_TOLERANCE_SECONDS = 2.0
PING_SECONDS = 3.0


def _ask(question: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def database() -> str:
    """It answers, and is new enough."""
    version = _ask("SHOW server_version")[0][0]
    if int(_ask("SHOW server_version_num")[0][0]) < OLDEST_SERVER:
        raise Unwell(f"PostgreSQL {version} is too old: 16 or later is needed.")
    return f"PostgreSQL {version}, as {_ask('SELECT current_user')[0][0]}"


def extensions() -> str:
    """All that the migrations use."""
    present: dict[str, str] = dict(_ask("SELECT extname, extversion FROM pg_extension"))
    if missing := EXTENSIONS - present.keys():
        raise Unwell(
            f"{', '.join(sorted(missing))} missing: CREATE EXTENSION as the database's administrator."
        )
    return ", ".join(f"{name} {present[name]}" for name in sorted(EXTENSIONS))


def migrations() -> str:
    """None waits."""
    executor = MigrationExecutor(connection)
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Unwell(f"{len(waiting)} not applied, first {waiting[0][0]}: run manage.py migrate.")
    return f"{len(executor.loader.applied_migrations)} applied"


def durability() -> str:
    """What is committed stays, whatever happens to the machine."""
    values = {name: _ask(f"SHOW {name}")[0][0] for name in DURABLE}
    words = ", ".join(f"{name} {value}" for name, value in values.items())
    # "remote_apply", "remote_write" and "local" wait for this server's own disk as well.
    if "off" in values.values():
        raise Unwell(f"{words}: a crash may lose what was committed. Turn them on.")
    return words


def clock() -> str:
    """Embargoes and leases compare this machine's time with the database's."""
    difference = abs(float(_ask("SELECT extract(epoch FROM clock_timestamp())")[0][0]) - time.time())
    if difference > CLOCK_TOLERANCE_SECONDS:
        raise Unwell(f"This machine and the database are {difference:.1f} s apart: set both by NTP.")
    return f"{difference:.1f} s from the database's"


def _broker() -> Redis:
    return Redis.from_url(
        settings.REDIS_URL, socket_timeout=PING_SECONDS, socket_connect_timeout=PING_SECONDS
    )


def broker() -> str:
    """Queues, cache and limits have a server."""
    with _broker() as server:
        facts = server.info("server")
    return (
        f"Valkey {facts['valkey_version']}"
        if "valkey_version" in facts
        else f"Redis {facts['redis_version']}"
    )


def persistence() -> str:
    """The broker keeps its queues through a restart (losing them loses no work, only time)."""
    with _broker() as server:
        facts = server.info("persistence")
    if not facts.get("aof_enabled"):
        raise Unwell("No append-only file: set `appendonly yes` on the server.")
    if facts.get("aof_last_write_status") != "ok":
        raise Unwell("The append-only file cannot be written: is the server's disk full?")
    return "append-only file on, last write well"


def worker() -> str:
    """Somebody takes the tasks."""
    answers = app.control.ping(timeout=PING_SECONDS) or []
    if not answers:
        raise Unwell("No worker answers: start one (make run, or celery -A newsroom.celery worker).")
    return ", ".join(sorted(name for answer in answers for name in answer))


def beat() -> str:
    """Somebody sends the tasks."""
    tick = last_tick()
    if tick is None:
        raise Unwell("Beat was never heard: start it (make run, or celery -A newsroom.beat beat).")
    age = timezone.now() - tick
    if age > LATEST_TICK:
        raise Unwell(f"Last heard {age.total_seconds():.0f} s ago: is beat running, and a worker?")
    return f"last heard {max(age.total_seconds(), 0):.0f} s ago"


def disk() -> str:
    """Room for the data."""
    free = shutil.disk_usage(settings.DATA).free // 1024**2
    if free < LEAST_FREE_MB:
        raise Unwell(f"{free} MB left in {settings.DATA}, at least {LEAST_FREE_MB} are needed: make room.")
    return f"{free / 1024:.1f} GB left in {settings.DATA}"


def mail() -> str:
    """The mail server takes a connection, and the sign-in if there is one."""
    with mailers.default:
        options = settings.MAILERS["default"]["OPTIONS"]
        return f"{options['host']}:{options['port']} answers"


def media() -> str:
    """Uploads find their place."""
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"doctor")
    except OSError as error:
        raise Unwell(f"{folder} cannot be written to: {error.strerror}.") from error
    return f"{folder} is writable"


def register_checks() -> None:
    """The rows of ``manage.py doctor`` that the house itself answers for."""
    for check in (
        database,
        extensions,
        migrations,
        durability,
        clock,
        broker,
        persistence,
        worker,
        beat,
        disk,
        mail,
        media,
    ):
        register(Check(check.__name__, check))
