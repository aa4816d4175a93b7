"""``make bench-comments``: the real web server on servers of its own, with a million comments; ``--comments`` for fewer."""

import argparse
import json
import os
import platform
import subprocess
import sys

from bench.desk.__main__ import served
from newsroom.checks import scratch
from newsroom.checks.steps import manage
from newsroom.services.premises import REPOSITORY

COMMENTS = 1_000_000
LEAST = 100_000


def main() -> int:
    """Measure, and print one JSON object last."""
    parser = argparse.ArgumentParser(prog="python -m bench.comments", description=__doc__)
    help_text = f"how many there are in all, at least {LEAST:,} (default: {COMMENTS:,})"
    parser.add_argument("--comments", type=int, default=COMMENTS, help=help_text)
    comments = max(LEAST, parser.parse_args().comments)
    with scratch.services() as found:
        environment = {**found, "NEWSROOM_DEMO": "1"}  # the demo alone may do without a second factor
        for command in (("migrate", "--verbosity", "0"), ("collectstatic", "--no-input", "-v0")):
            subprocess.run(manage(*command), cwd=REPOSITORY, env=environment, check=True)
        with served(environment) as port:
            rounds = [sys.executable, "-m", "bench.comments.rounds", str(port), str(comments)]
            done = subprocess.run(rounds, cwd=REPOSITORY, env=environment, check=True, stdout=subprocess.PIPE)
    result = json.loads(done.stdout.splitlines()[-1])
    print(json.dumps({**result, "cores": os.cpu_count(), "python": platform.python_version()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
