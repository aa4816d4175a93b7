"""Ranking and linking in a large archive: on servers of its own, in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from newsroom.checks import scratch
from newsroom.checks.steps import manage
from newsroom.services.premises import REPOSITORY

ARTICLES = 100_000


def measure(_folder: Path | None) -> dict[str, Any]:
    """``rank_articles``, ``rank_p95_ms``, ``publish_to_links_s`` and what was seen beside them."""
    articles = os.environ.get("ARTICLES") or str(ARTICLES)
    with scratch.services() as found:
        environment = {**found, "NEWSROOM_DEMO": "1"}  # the demo alone may do without a second factor
        for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
            environment.setdefault(name, "1")
        for command in (("migrate", "--verbosity", "0"), ("collectstatic", "--no-input", "-v0")):
            subprocess.run(manage(*command), cwd=REPOSITORY, env=environment, check=True)
        rounds = [sys.executable, "-m", "bench.related.rounds", articles]
        done = subprocess.run(rounds, cwd=REPOSITORY, env=environment, check=True, stdout=subprocess.PIPE)
    return dict(json.loads(done.stdout.splitlines()[-1]))
