"""``make bench-desk``: the real web server on servers of its own; opening with 200 texts against 2, autosaving, publishing."""

import contextlib
import json
import os
import platform
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

from newsroom.checks import scratch
from newsroom.checks.steps import manage
from newsroom.services.premises import REPOSITORY
from newsroom.services.processes import choose_port, until


@contextlib.contextmanager
def served(environment: dict[str, str]) -> Iterator[int]:
    """The site as it runs everywhere, one worker and two threads; its port."""
    port = choose_port(set())
    options = (
        "--interface",
        "wsgi",
        "--workers",
        "1",
        "--blocking-threads",
        "2",
        "--no-ws",
        "--log-level",
        "error",
    )
    command = [sys.executable, "-m", "granian", *options, "--port", str(port), "newsroom.wsgi:application"]
    own = {**environment, "NEWSROOM_DATABASE_ROLE": "app"}
    process = subprocess.Popen(command, cwd=REPOSITORY, env=own, stderr=subprocess.DEVNULL)
    try:
        if not until(lambda: _answers(f"http://localhost:{port}/healthz"), 60, every=0.2):
            raise RuntimeError("the web server does not answer")
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def main() -> int:
    """Measure, and print one JSON object last."""
    with scratch.services() as found:
        environment = {**found, "NEWSROOM_DEMO": "1"}  # the demo alone may do without a second factor
        for command in (("migrate", "--verbosity", "0"), ("collectstatic", "--no-input", "-v0")):
            subprocess.run(manage(*command), cwd=REPOSITORY, env=environment, check=True)
        with served(environment) as port:
            rounds = [sys.executable, "-m", "bench.desk.rounds", str(port)]
            done = subprocess.run(rounds, cwd=REPOSITORY, env=environment, check=True, stdout=subprocess.PIPE)
    result = json.loads(done.stdout.splitlines()[-1])
    print(json.dumps({**result, "cores": os.cpu_count(), "python": platform.python_version()}))
    return 0


def _answers(url: str) -> bool:
    with contextlib.suppress(OSError):
        return bool(urllib.request.urlopen(url, timeout=5).status == 200)  # noqa: S310 — our own
    return False


if __name__ == "__main__":
    sys.exit(main())
