"""All tests, side by side on every core, those that take longest first."""

import os
import subprocess
import sys

from newsroom.checks import browser
from newsroom.checks.steps import say
from newsroom.services.premises import REPOSITORY

MOST_WORKERS = 14  # each has a Valkey database of its own, and there are sixteen


def _folders() -> list[str]:
    own = sorted(str(path.parent.relative_to(REPOSITORY)) for path in REPOSITORY.glob("*/tests/"))
    return ["tests", *own]


def run(environment: dict[str, str], failed: list[str], *, full: bool) -> int:
    """Run pytest; its exit code. ``failed`` names the lint steps that its last lines shall remind of."""
    program = browser.find()
    workers = max(1, min(os.cpu_count() or 1, MOST_WORKERS))
    say("tests", f"on {workers} processes")
    marks = [] if full else ["-m", "not full"]
    options = ("-q", "-n", str(workers), "--dist", "loadgroup", "--durations", "8", "--color", "auto")
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *marks, *_folders()],
        cwd=REPOSITORY,
        env={**environment, browser.VARIABLE: program, "NEWSROOM_LINT_FAILED": ", ".join(failed)},
        check=False,
    )
    return ended.returncode
