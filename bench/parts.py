"""What benchmarks of several parts have in common: each part runs in a process of its own, and the last line is one JSON object."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]


def run(package: str, part: str, keys: tuple[str, ...], *arguments: str) -> dict[str, Any]:
    """The figures of one part of ``package``, from a process of its own; its keys are null where it fails."""
    command = [sys.executable, "-m", package, *arguments, "--part", part]
    done = subprocess.run(command, cwd=REPOSITORY, check=False, stdout=subprocess.PIPE)
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        print(f"{part}: failed ({done.returncode})", file=sys.stderr)
        return dict.fromkeys(keys)
    return dict.fromkeys(keys) | json.loads(lines[-1])


def run_all(package: str, parts: Mapping[str, tuple[str, ...]], *arguments: str) -> None:
    """Measure every part, one after another, and print what they found."""
    result: dict[str, Any] = {}
    for part, keys in parts.items():
        result |= run(package, part, keys, *arguments)
    print(json.dumps({**result, "cores": os.cpu_count(), "python": platform.python_version()}))
