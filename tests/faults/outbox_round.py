"""One round of faults against the outbox: real servers that misbehave, workers that are killed; and what came of it."""

import asyncio
import contextlib
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from celery import Celery

from newsroom.testing.post_office import PostOffice
from notifications.tests.receiving import Receiver, receiving
from tests.house import House, scratch, wait_until

HERE = Path(__file__).parent
CONTENT = (HERE / "outbox_content.py").read_text()
WORKER = ("-m", "tests.faults.outbox_worker")
CELERY = (
    *("-m", "celery", "--quiet", "-A", "newsroom.celery", "worker", "--queues", "notify"),
    *("--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"),
)
UNSETTLED = "SELECT count(*) FROM {} WHERE sent_at IS NULL AND dropped_at IS NULL AND dead_at IS NULL"


class RoughOffice(PostOffice):
    """Refuses a third, takes its time, and takes some mails and hangs up before it has said so."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._chance = random.Random(seed)
        self.hung_up: Counter[str] = Counter()
        self.refused = 0
        self.verdict = self._judge

    def _judge(self, mail: EmailMessage) -> str:
        number = self._chance.random()
        if number < 1 / 3:
            self.refused += 1
            return "451 4.3.0 Come back later"
        if number < 0.36:
            self.hung_up[str(mail["Message-ID"])] += 1
            return "hang up"
        return "250 Taken"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 — aiosmtpd's name
        if self._chance.random() < 0.02:
            await asyncio.sleep(0.2)
        return await super().handle_DATA(server, session, envelope)


@dataclass(frozen=True)
class Round:
    """What came of it. ``unexplained`` are mails that came twice though no server hung up and no worker was killed."""

    sent: int
    kills: int
    lost: int
    doubled: int
    hung_up: int
    refused: int
    hooks_sent: int
    hooks_lost: int
    hooks_repeated: int
    hooks_changed: int
    hooks_forged: int
    hooks_out_of_order: int
    seconds: float


def play(notices: int, messages: int, kills: int, *, flushes: int = 2, seconds: float = 120) -> Round:
    """Notices and messages against servers that misbehave, with so many kills, the broker emptied on the way."""
    chance, started = random.Random(8), time.monotonic()
    with RoughOffice(8) as office, receiving() as receiver:
        receiver.verdict = lambda message: chance.choices((204, 503, 0), (64, 33, 3))[0]
        mailer = office.mailer["OPTIONS"]
        with scratch(
            EMAIL_HOST=mailer["host"],
            EMAIL_PORT=str(mailer["port"]),
            NEWSROOM_OUTBOUND_ALLOW=receiver.place,
            NEWSROOM_DEMO="0",
        ) as house:
            house.start_services()
            facts = _fill(house, notices, messages, receiver)
            work = lambda: len(office.mails) + office.refused + receiver.asked  # noqa: E731
            _kill(house, kills, flushes, chance, work)
            _finish(house, seconds)
            names = {
                number
                for (number,) in house.sql(
                    "SELECT id FROM notifications_notification WHERE sent_at IS NOT NULL"
                )
            }
            return _count(office, receiver, facts, names, kills, time.monotonic() - started)


def _fill(house: House, notices: int, messages: int, receiver: Receiver) -> dict[str, Any]:
    code = f"NOTICES, MESSAGES, HOOK = {notices}, {messages}, {receiver.url!r}\n{CONTENT}"
    facts: dict[str, Any] = json.loads(house.manage("shell", "-v0", "-c", code).stdout.splitlines()[-1])
    receiver.secret = facts["secret"]
    return facts


def _kill(house: House, kills: int, flushes: int, chance: random.Random, work: Callable[[], int]) -> None:
    broker = Celery(broker=house.facts["redis_url"])
    for turn in range(kills):
        # Every tenth is a real worker, told by the broker; the others come up faster.
        is_real = turn % 10 == 0
        worker = house.spawn(*(CELERY if is_real else WORKER))
        for name in ("deliver_due", "deliver_webhooks"):
            broker.send_task(f"notifications.tasks.{name}", queue="notify", expires=60)
        # However slow the machine: once it has begun to work, and then at any moment of it.
        before = work()
        with contextlib.suppress(TimeoutError):
            wait_until(lambda: work() > before, 45, "the worker does not begin")  # noqa: B023
        time.sleep(chance.random() * 0.5)
        if flushes and turn % max(kills // flushes, 1) == 0:
            broker.control.purge()
        house.kill(worker)
        _free(house)


def _free(house: House) -> None:
    """What the dead worker had leased, and what waits for a second attempt, is due at once: the test need not wait."""
    for table in ("notification", "delivery"):
        house.sql(
            f"UPDATE notifications_{table} SET next_attempt_at = now(), attempts = least(attempts, 3)"  # noqa: S608
            " WHERE sent_at IS NULL AND dropped_at IS NULL AND dead_at IS NULL"
        )
    house.sql("UPDATE notifications_endpoint SET next_try_at = NULL")


def _finish(house: House, seconds: float) -> None:
    # One alone: what is set free here is then in nobody else's hand.
    worker = house.spawn(*WORKER)

    def done() -> bool:
        _free(house)
        time.sleep(0.1)
        return not any(
            house.number(UNSETTLED.format(f"notifications_{table}")) for table in ("notification", "delivery")
        )

    wait_until(done, seconds, "the outbox does not become empty")
    house.kill(worker)


def _count(
    office: RoughOffice,
    receiver: Receiver,
    facts: dict[str, Any],
    sent: set[int],
    kills: int,
    seconds: float,
) -> Round:
    letters = Counter(str(mail["Message-ID"]) for mail in office.mails)
    arrived = {int(name.split("-")[1].split(".")[0]) for name in letters}
    places: dict[int, list[int]] = {}
    for message in receiver.taken.values():
        places.setdefault(message["data"]["tide"], []).append(message["data"]["number"])
    return Round(
        sent=len(letters),
        kills=kills,
        lost=facts["notices"] - len(arrived & sent),
        doubled=sum(times - 1 for times in letters.values()),
        hung_up=sum(office.hung_up.values()),
        refused=office.refused,
        hooks_sent=len(receiver.taken),
        hooks_lost=facts["messages"] - len(receiver.taken),
        hooks_repeated=sum(times - 1 for times in receiver.times.values()),
        hooks_changed=sum(len(bodies) > 1 for bodies in receiver.bodies.values()),
        hooks_forged=receiver.forged,
        hooks_out_of_order=sum(numbers != sorted(numbers) for numbers in places.values()),
        seconds=round(seconds, 1),
    )
