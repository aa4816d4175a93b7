"""The way into the queue: from bytes to committed items with their decisions, beside what feedparser needs to parse.

A scratch PostgreSQL of its own. Every feed is taken in once by the whole pipeline (our parse, identity, comparison,
items, versions, decisions, places in the queue) and parsed once by ``feedparser.parse`` alone, unsanitised, one right after
the other; the median of the rounds' ratios counts, so that a busy machine slows both alike.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]


def measure(folder: Path | None) -> dict[str, Any]:
    """Items taken in, and their number per second by feedparser's. Runs in a process that has a database."""
    var = Path(tempfile.mkdtemp(prefix="newsroom-bench-queue-"))
    var.chmod(0o755)
    foreign = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
    environment = {key: value for key, value in os.environ.items() if key not in foreign}
    environment |= {"NEWSROOM_VAR": str(var), "NEWSROOM_DEMO": "0", "NEWSROOM_DATABASE_ROLE": "owner"}

    def run(*command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], cwd=REPOSITORY, env=environment, check=True, stdout=subprocess.PIPE
        )
        return done.stdout.decode()

    try:
        run("-m", "newsroom.services", "start")
        run("manage.py", "migrate", "-v0")
        told = run("-m", "bench.feeds.queue_rounds", *([str(folder)] if folder else []))
        found: dict[str, Any] = json.loads(told.splitlines()[-1])
        return found
    finally:
        run("-m", "newsroom.services", "stop")
        shutil.rmtree(var, ignore_errors=True)
