"""Many texts are due in the same second; two workers and two beats work them off and are killed with -9 at random.

Each is published exactly once: one decision, one notice to each who worked on it.
"""

import random
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.house import House, scratch, wait_until

CONTENT = (Path(__file__).parent / "schedule_content.py").read_text()
QUEUES = "notify,default,fetch"
AT_ONCE = 100  # texts that one command makes
PROMISED = 60.0  # seconds within which everything that is due is out, while nobody is killed


@pytest.fixture
def house() -> Iterator[House]:
    with scratch(NEWSROOM_DEMO="0") as house:
        house.start_services()
        yield house


def start_worker(house: House) -> subprocess.Popen[bytes]:
    return house.spawn(
        *("-m", "celery", "--quiet", "-A", "newsroom.celery", "worker", "--queues", QUEUES),
        *("--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"),
    )


def start_beat(house: House, number: int) -> subprocess.Popen[bytes]:
    times = str(house.var / f"beat-{number}")
    return house.spawn(
        *("-m", "celery", "--quiet", "-A", "newsroom.celery", "beat", "--loglevel", "WARNING"),
        *("--pidfile=", "--schedule", times),
    )


def fill(house: House, texts: int) -> None:
    """Texts that are due in one and the same second, a moment ago."""
    second = datetime.now(UTC).replace(microsecond=0).isoformat()
    for first in range(0, texts, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, texts))
        house.manage("shell", "-v0", "-c", f"NUMBERS, SECOND = {numbers!r}, {second!r}\n{CONTENT}")


def waiting(house: House) -> int:
    return house.number("SELECT count(*) FROM articles_revision WHERE state = 'scheduled'")


@pytest.mark.parametrize(("texts", "kills"), [(60, 3), pytest.param(1_000, 12, marks=pytest.mark.full)])
def test_each_is_published_once(house: House, texts: int, kills: int) -> None:
    chance = random.Random(45)
    fill(house, texts)
    workers = [start_worker(house), start_worker(house)]
    beats = [start_beat(house, 0), start_beat(house, 1)]
    for turn in range(kills):
        if not (before := waiting(house)):
            break
        # Not before they work: a worker that is only coming up has nothing to lose.
        wait_until(lambda seen=before: waiting(house) < seen, 60, "nobody publishes")
        time.sleep(chance.random() * 0.4)
        victim = turn % 2
        house.kill(workers[victim])
        workers[victim] = start_worker(house)
        if turn % 3 == 2:
            house.kill(beats[victim])
            beats[victim] = start_beat(house, victim)
    wait_until(lambda: not waiting(house), 240, "texts that are due stay on the schedule")

    def counted(query: str) -> dict[int, int]:
        rows = house.sql(f"SELECT times, count(*) FROM ({query}) AS each GROUP BY times")  # noqa: S608 — ours
        return {int(times): int(number) for times, number in rows}

    published = "SELECT count(*) AS times FROM moderation_decision WHERE name = 'publish' GROUP BY object_id"
    assert counted(published) == {1: texts}
    assert house.number("SELECT count(*) FROM articles_revision WHERE state = 'live'") == texts
    assert house.number("SELECT count(*) FROM articles_article WHERE live_id IS NOT NULL") == texts
    told = "SELECT count(*) AS times FROM notifications_notification WHERE kind = 'published' AND channel = 'email' GROUP BY object_id, recipient_id"
    assert counted(told) == {1: 2 * texts}  # its writer and its approver
    refused = house.number("SELECT count(*) FROM articles_revision WHERE publish_refusal <> ''")
    assert refused == 0
    assert house.manage("audit", "workflow").returncode == 0
    assert house.manage("audit", "ledger").returncode == 0


@pytest.mark.full
def test_a_thousand_are_out_within_a_minute(house: House) -> None:
    fill(house, 1_000)
    for _number in range(2):
        start_worker(house)
    wait_until(lambda: waiting(house) < 1_000, 60, "nobody publishes")
    began = time.monotonic()
    wait_until(lambda: not waiting(house), 120, "texts that are due stay on the schedule")
    took = time.monotonic() - began
    print(f"1,000 texts were out {took:.1f} s after the first")
    assert took < PROMISED
