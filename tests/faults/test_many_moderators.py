"""Many moderators at one queue: each item has one effective decision, nobody overwrites anybody, none is overlooked.

Each goes on as at a real desk: takes a stack, decides on what is on it, now and then takes a decision back, and now and then
decides on what lies on a colleague's table, at the same moment.
"""

import json
import random
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from newsroom.testing.post_office import PostOffice
from tests.house import House, free_port, scratch, wait_until

CONTENT = (Path(__file__).parent / "shared_queue.py").read_text()
KIND = "comments.comment"
TOKEN = "t" * 32
SIZES = [(4, 30), pytest.param(8, 500, marks=pytest.mark.full)]
WINDOW = 12  # seconds in which a decision can be taken back here
PROOF = re.compile(r'<article class="proof(?! proof--done)[^"]*" id="item-(\d+)".*?</article>', re.S)
VERSION = re.compile(r'name="version" value="(\d+)"')
ACTIONS = ("approve", "approve", "reject/insult", "reject", "spam")


@pytest.fixture
def post() -> Iterator[PostOffice]:
    with PostOffice() as office:
        yield office


@pytest.fixture
def house(post: PostOffice) -> Iterator[House]:
    mailer = post.mailer["OPTIONS"]
    with scratch(
        PORT=str(free_port()),
        EMAIL_HOST=mailer["host"],
        EMAIL_PORT=str(mailer["port"]),
        NEWSROOM_DEMO="1",
        NEWSROOM_UNDO_SECONDS=str(WINDOW),
    ) as house:
        house.start_services()
        house.manage("collectstatic", "--noinput", "-v0")
        yield house


def serve(house: House, people: int) -> None:
    """The real web server, once it answers."""
    port = house.url.rpartition(":")[2]
    options = ("--interface", "wsgi", "--workers", "2", "--blocking-threads", str(people), "--port", port)
    house.spawn("-m", "granian", *options, "--no-ws", "--log-level", "error", "newsroom.wsgi:application")
    wait_until(lambda: house.answers(f"{house.url}/healthz"), 240, "the web server does not answer")


class Moderator:
    """One person with a browser of their own."""

    def __init__(self, house: House, session: str, number: int) -> None:
        self.house = house
        self.cookies = f"sessionid={session}; csrftoken={TOKEN}"
        self.chance = random.Random(number)
        self.shown: set[int] = set()
        self.won: dict[int, str] = {}
        self.undone: set[int] = set()
        self.outcomes: Counter[str] = Counter()

    def work(self) -> None:
        """Take stacks until none is left, on one's own table or another's."""
        while True:
            status, page = self.ask("/admin/queue/")
            assert status == 200, page[:2_000]
            assert "data-queue" in page, page[:2_000]
            proofs = {int(found[1]): found[0] for found in PROOF.finditer(page)}
            if not proofs:
                return
            self.shown |= proofs.keys()
            for number, proof in sorted(proofs.items(), key=lambda _one: self.chance.random()):
                self.decide(number, VERSION.findall(proof)[0])

    def decide(self, number: int, version: str) -> None:
        action = self.chance.choice(ACTIONS)
        form = {"action": action, "version": version, "reason": "Be kind."}
        status, answer = self.ask(f"/admin/queue/{number}/decide/", form)
        self.outcomes[str(status)] += 1
        assert status in (200, 409), answer[:2_000]
        if status == 409:  # who was first is named
            assert "was first" in answer or "Somebody changed this" in answer, answer
            return
        self.won[number] = action.partition("/")[0]
        if self.chance.random() < 0.2:
            status, answer = self.ask(f"/admin/queue/{number}/undo/", {})
            self.outcomes[f"undo {status}"] += 1
            assert status in (200, 403), answer[:2_000]  # too late, on a slow machine
            if status == 200:
                self.undone.add(number)

    def ask(self, path: str, data: dict[str, str] | None = None) -> tuple[int, str]:
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        headers = {"Cookie": self.cookies, "X-CSRFToken": TOKEN, "X-Queue-Fragment": "1"}
        request = urllib.request.Request(f"{self.house.url}{path}", body, headers)  # noqa: S310 — our own address
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310 — our own address
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


def said(house: House, source: str) -> str:
    return house.manage("shell", "-v0", "-c", source).stdout.strip().splitlines()[-1]


@pytest.mark.parametrize(("moderators", "items"), SIZES)
def test_many_moderators_at_one_queue(house: House, moderators: int, items: int) -> None:
    desk = json.loads(said(house, f"MODERATORS, ITEMS = {moderators}, {items}\n{CONTENT}"))
    serve(house, moderators)
    people = [Moderator(house, session, number) for number, session in enumerate(desk["sessions"])]
    began = time.monotonic()
    with ThreadPoolExecutor(moderators) as pool:
        for future in [pool.submit(one.work) for one in people]:
            future.result()
    took = time.monotonic() - began

    # Nothing waits, and no item was closed that nobody had been shown.
    assert house.number("SELECT count(*) FROM moderation_item WHERE closed_at IS NULL") == 0
    stored = dict(house.sql("SELECT id, decision_id FROM moderation_item WHERE kind = %s", KIND))
    assert set(stored) == set().union(*(one.shown for one in people))
    assert None not in stored.values()

    # Each item was won by one person, and the record has that decision alone.
    won = Counter(number for one in people for number in one.won)
    assert set(won) == set(stored)
    assert set(won.values()) == {1}
    decided = dict(
        house.sql(
            "SELECT i.id, d.name FROM moderation_item i JOIN moderation_decision d ON d.id = i.decision_id"
            " WHERE i.kind = %s",
            KIND,
        )
    )
    assert decided == {number: action for one in people for number, action in one.won.items()}
    undone = set().union(*(one.undone for one in people))
    assert len(stored) == items + len(undone)
    assert undone
    comments = dict(house.sql("SELECT id, state FROM comments_comment"))
    assert "pending" not in comments.values()

    # A decision that stands tells its author once, after the window; one that was taken back tells nobody.
    wait_until(lambda: time.monotonic() > began + took + WINDOW, WINDOW + 5, "the window stays open")
    said(
        house,
        "from notifications.delivering import deliver_due\nwhile deliver_due(): pass\nprint()\nprint('.')",
    )
    told = house.sql(
        """
        SELECT n.object_id, n.kind FROM notifications_notification n
        WHERE n.kind IN ('comment_approved', 'comment_rejected') AND n.channel = 'email' AND n.dropped_at IS NULL
          AND n.sent_at IS NOT NULL
        """
    )
    left = "SELECT count(*) FROM notifications_notification WHERE sent_at IS NULL AND dropped_at IS NULL"
    assert house.number(left) == 0
    expected = {"approved": "comment_approved", "rejected": "comment_rejected"}
    assert Counter(told) == Counter(
        (number, expected[state]) for number, state in comments.items() if state in expected
    )
    assert house.manage("recount", "--check").returncode == 0
    assert house.manage("audit", "ledger").returncode == 0
    counted: Counter[str] = sum((one.outcomes for one in people), Counter())
    print(f"{moderators} × {items}: {took:.0f} s, {len(undone)} taken back, {dict(counted)}")
