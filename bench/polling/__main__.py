"""``make bench-polling``: what adaptive polling misses and saves over a month, and what hostile servers cost the others.

A part is a module of this package with ``measure() -> dict``. Each runs in a process of its own (``--part month`` runs
one alone), with settings that know no database: a part that needs one starts its own.
"""

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

REPOSITORY = Path(__file__).resolve().parents[2]
PARTS: dict[str, tuple[str, ...]] = {
    "month": ("missed_share", "request_share"),
    "healthy": ("healthy_delay",),
}


def run(part: str) -> dict[str, Any]:
    """The figures of one part, from a process of its own; its keys are null where it fails."""
    command = [sys.executable, "-m", "bench.polling", "--part", part]
    done = subprocess.run(command, cwd=REPOSITORY, check=False, stdout=subprocess.PIPE)
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        print(f"{part}: failed ({done.returncode})", file=sys.stderr)
        return dict.fromkeys(PARTS[part])
    return dict.fromkeys(PARTS[part]) | json.loads(lines[-1])


def main() -> int:
    """Measure, and print one JSON object last."""
    parser = argparse.ArgumentParser(prog="python -m bench.polling", description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=PARTS, help="only this part, in this process")
    options = parser.parse_args()
    if options.part:
        settings.configure(USE_I18N=False)
        print(json.dumps(importlib.import_module(f"bench.polling.{options.part}").measure()))
        return 0
    result: dict[str, Any] = {}
    for part in PARTS:
        result |= run(part)
    print(json.dumps({**result, "cores": os.cpu_count(), "python": platform.python_version()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
