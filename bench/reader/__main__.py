"""``make bench-reader``: interleaved rounds of four pages on one machine in one run; the median of each round's ratio."""

import contextlib
import json
import os
import platform
import statistics
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

from bench.reader import load
from newsroom.checks import scratch
from newsroom.checks.steps import manage, say
from newsroom.services.premises import REPOSITORY
from newsroom.services.processes import choose_port, until

ROUNDS = 5
SECONDS = 2.0
SERVED = {
    "ours": ("newsroom.settings", "newsroom.wsgi:application"),
    "cold": ("bench.reader.cold_settings", "newsroom.wsgi:application"),
    "peer": ("bench.reader.peer_settings", "bench.reader.peer:application"),
}
# Prints where the article stands, its id, and the queries of a first request in a process that is warm.
PREPARE = """
import django; django.setup()
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from articles.models import Article
from bench.reader.content import fill
from reader import page_store
address = fill()
client = Client()
client.get("/", headers={"host": "localhost"})
page_store.connection.flushdb()
with CaptureQueriesContext(connection) as asked:
    answer = Client().get(address, headers={"host": "localhost"})
assert answer.status_code == 200, answer
import json
article = Article.objects.get(slug=address.rstrip("/").rpartition("/")[2])
print(json.dumps([address, article.pk, len(asked), len(answer.content)]))
"""


@contextlib.contextmanager
def served(environment: dict[str, str]) -> Iterator[dict[str, int]]:
    """The three servers with the same options, one worker and one thread each; their ports."""
    ports: dict[str, int] = {}
    running = []
    options = (
        "--interface",
        "wsgi",
        "--workers",
        "1",
        "--blocking-threads",
        "1",
        "--no-ws",
        "--log-level",
        "error",
    )
    try:
        for name, (settings, application) in SERVED.items():
            ports[name] = port = choose_port(set(ports.values()))
            command = [sys.executable, "-m", "granian", *options, "--port", str(port), application]
            own = {**environment, "DJANGO_SETTINGS_MODULE": settings}
            running.append(subprocess.Popen(command, cwd=REPOSITORY, env=own, stderr=subprocess.DEVNULL))
        yield ports
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=20)


def _answers(url: str) -> bool:
    with contextlib.suppress(OSError):
        return bool(urllib.request.urlopen(url, timeout=5).status == 200)  # noqa: S310 — our own
    return False


def _ratio(ours: list[float], theirs: list[float]) -> float:
    """The median of the rounds' ratios: what slows a round down slows both of its halves."""
    return round(statistics.median(one / other for one, other in zip(ours, theirs, strict=True)), 2)


def measure(environment: dict[str, str]) -> dict[str, object]:
    """All rounds; what the last line says."""
    subprocess.run(manage("migrate", "--verbosity", "0"), cwd=REPOSITORY, env=environment, check=True)
    subprocess.run(manage("collectstatic", "--no-input", "-v0"), cwd=REPOSITORY, env=environment, check=True)
    prepared = subprocess.run(
        [sys.executable, "-c", PREPARE], cwd=REPOSITORY, env=environment, check=True, stdout=subprocess.PIPE
    )
    address, article, queries, size = json.loads(prepared.stdout.splitlines()[-1])
    say("archive", f"{address}, {size:,} bytes, {queries} queries when cold")
    with served({**environment, "NEWSROOM_DATABASE_ROLE": "app"}) as ports:
        pages = {
            "cached": (ports["ours"], address),
            "empty_view": (ports["peer"], "/empty/"),
            "cold": (ports["cold"], address),
            "bare_django": (ports["peer"], f"/bare/{article}/"),
        }
        for port, path in pages.values():
            url = f"http://localhost:{port}{path}"
            if not until(lambda url=url: _answers(url), 30, every=0.2):
                raise RuntimeError(f"{url} does not answer")
        rounds: dict[str, list[float]] = {name: [] for name in pages}
        for number in range(ROUNDS + 1):
            for name, (port, path) in pages.items():
                rate = load.per_second("localhost", port, path, SECONDS if number else 0.5)
                if number:  # the first is to warm up
                    rounds[name].append(rate)
            if number:
                say(
                    f"round {number}",
                    ", ".join(f"{name} {rates[-1]:,.0f}/s" for name, rates in rounds.items()),
                )
    middle = {name: round(statistics.median(rates)) for name, rates in rounds.items()}
    spread = {name: [round(min(rates)), round(max(rates))] for name, rates in rounds.items()}
    return {
        "cached_vs_empty_view": _ratio(rounds["cached"], rounds["empty_view"]),
        "cold_vs_bare_django": _ratio(rounds["cold"], rounds["bare_django"]),
        "queries_cold": queries,
        "per_second": middle,
        "spread": spread,
        "page_bytes": size,
        "rounds": ROUNDS,
        "seconds": SECONDS,
        "client": load.client(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }


def main() -> int:
    """Measure, and print one JSON object last."""
    with scratch.services() as environment:
        result = measure(environment)
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
