"""One step: a command with a name, its time and its outcome; its words only when it fails."""

import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from newsroom.services.premises import REPOSITORY

BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Step:
    """A command line, with what it needs in its environment beside the common one."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


def tool(name: str) -> str:
    """The program of an installed package."""
    return str(BIN / name)


def manage(*arguments: str) -> tuple[str, ...]:
    """The command line of a management command."""
    return (sys.executable, "manage.py", *arguments)


def say(name: str, outcome: str, began: float | None = None) -> None:
    """One line of progress."""
    seconds = "" if began is None else f" ({time.monotonic() - began:.1f} s)"
    print(f"{name:<24} {outcome}{seconds}", flush=True)


def run(step: Step, environment: dict[str, str]) -> bool:
    """Run the step to its end; whether all was well."""
    began = time.monotonic()
    done = subprocess.run(
        step.command,
        cwd=REPOSITORY,
        env={**environment, **step.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    say(step.name, "well" if done.returncode == 0 else "NOT WELL", began)
    notices = [line for line in done.stdout.splitlines() if line.startswith("notice: ")]
    for line in done.stdout.rstrip().splitlines() if done.returncode else notices:
        print(f"    {line}", flush=True)
    return done.returncode == 0
