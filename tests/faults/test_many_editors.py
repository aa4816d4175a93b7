"""Many editors save one article again and again while its server is killed between: no word is lost, nobody overwrites another.

Each editor rewrites a paragraph of their own and now and then appends one at the end, where all others append, too. Whoever
gets no answer sends the same once more, as people do.
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
from itertools import pairwise
from pathlib import Path
from subprocess import Popen
from threading import Event
from typing import Any

import pytest

from articles.tests.desk import fields_of
from tests.house import House, free_port, scratch, wait_until

CONTENT = (Path(__file__).parent / "newsdesk.py").read_text()
TOKEN = "t" * 32
APPEND_EVERY = 10
SIZES = [(4, 6, 2), pytest.param(20, 50, 25, marks=pytest.mark.full)]


@pytest.fixture
def house() -> Iterator[House]:
    with scratch(PORT=str(free_port()), NEWSROOM_DEMO="1") as house:
        house.start_services()
        house.manage("collectstatic", "--noinput", "-v0")
        yield house


def serve(house: House) -> Popen[bytes]:
    """The real web server, once it answers."""
    port = house.url.rpartition(":")[2]
    options = ("--interface", "wsgi", "--workers", "1", "--blocking-threads", "4", "--port", port, "--no-ws")
    process = house.spawn("-m", "granian", *options, "--log-level", "error", "newsroom.wsgi:application")
    wait_until(lambda: house.answers(f"{house.url}/healthz"), 240, "the web server does not answer")
    return process


class Editor:
    """One person with a browser of their own."""

    def __init__(self, house: House, desk: dict[str, Any], number: int, outcomes: Counter[str]) -> None:
        self.number, self.outcomes = number, outcomes
        self.address = f"{house.url}/admin/articles/article/{desk['article']}/change/"
        self.cookies = f"sessionid={desk['sessions'][number]}; csrftoken={TOKEN}"
        self.chance = random.Random(number)
        self.saved: list[str] = []
        self.appended: list[str] = []
        self.fields: dict[str, str] = {}

    def work(self, saves: int) -> None:
        """Open, type, save; as often as is asked."""
        for turn in range(saves):
            word = f"e{self.number}-s{turn}"
            self.fields = fields_of(self.ask(self.address)[1])
            body = self.fields["text-body"].replace("\r\n", "\n")
            old = re.search(rf"<p>(Paragraph of editor {self.number}\.|e{self.number}-s\d+ own)</p>", body)
            assert old, (self.number, turn, body)
            body = body.replace(old[0], f"<p>{word} own</p>")
            if turn % APPEND_EVERY == self.number % APPEND_EVERY:
                body += f"<p>{word} end</p>"
                self.appended.append(word)
            time.sleep(self.chance.random() * 0.2)  # somebody types; others save meanwhile
            self.save(body)
            self.saved.append(word)

    def save(self, body: str) -> None:
        """Send it until it is saved; where two met, keep both."""
        data = {**self.fields, "text-body": body, "csrfmiddlewaretoken": TOKEN, "step": ""}
        for _ in range(60):
            status, answer = self.ask(self.address, data)
            self.outcomes[str(status)] += 1
            if status == 200:
                self.outcomes["joined"] += bool(json.loads(answer)["joined"])
                return
            assert status == 409, answer[:2_000]
            found = json.loads(answer)
            assert found["overlaps"], answer
            # Only what all append at the same place is ever asked: own paragraphs are nobody else's.
            assert all("own" not in one["mine"] for one in found["overlaps"]), found
            # The page that comes with the question carries what was typed and what was seen.
            html = self.ask(self.address, data, "text/html")[1]
            data = {**data, **fields_of(html), "csrfmiddlewaretoken": TOKEN, "step": ""}
            data |= {name: "both" for name in data if name.startswith("join-")}
        raise AssertionError("sixty attempts")

    def ask(
        self, url: str, data: dict[str, str] | None = None, accept: str = "application/json"
    ) -> tuple[int, str]:
        """Ask again while nobody answers."""
        body = urllib.parse.urlencode(data).encode() if data else None
        headers = {"Cookie": self.cookies, "Accept": accept if data else "text/html", "X-CSRFToken": TOKEN}
        for _ in range(1_500):
            try:
                with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=60) as answer:  # noqa: S310
                    return answer.status, answer.read().decode()
            except urllib.error.HTTPError as error:
                if error.code < 500:
                    return error.code, error.read().decode()
                self.outcomes[str(error.code)] += 1
            except (OSError, ValueError):
                self.outcomes["no answer"] += 1
            time.sleep(0.2)
        raise AssertionError("the server stays away")


def kill_now_and_then(house: House, kills: int, over: Event) -> int:
    """Kill the web server at any moment of its work, and start it anew; how often."""
    chance, server, done = random.Random(7), serve(house), 0
    while not over.wait(0.8 + chance.random() * 1.5):
        if done < kills:
            house.kill(server)
            server, done = serve(house), done + 1
    return done


@pytest.mark.parametrize(("editors", "saves", "kills"), SIZES)
def test_many_editors_at_one_article(house: House, editors: int, saves: int, kills: int) -> None:
    said = house.manage("shell", "-v0", "-c", f"EDITORS = {editors}\n{CONTENT}")
    desk = json.loads(said.stdout.strip().splitlines()[-1])
    outcomes: Counter[str] = Counter()
    people = [Editor(house, desk, number, outcomes) for number in range(editors)]
    over, began = Event(), time.monotonic()
    with ThreadPoolExecutor(editors + 1) as pool:
        killer = pool.submit(kill_now_and_then, house, kills, over)
        try:
            for future in [pool.submit(one.work, saves) for one in people]:
                future.result()
        finally:
            over.set()
        killed = killer.result()
    assert killed >= 1
    rows = house.sql(
        "SELECT number, text->>'body', saved_by_id FROM articles_savedtext WHERE revision_id = %s ORDER BY number",
        desk["revision"],
    )
    texts = [body for _, body, _ in rows]
    assert [number for number, _, _ in rows] == list(range(1, len(rows) + 1))
    print(
        f"{editors} × {saves}, {killed} kills, {len(rows)} saved texts, {time.monotonic() - began:.0f} s, {dict(outcomes)}"
    )

    # Every text that was sent is in a saved one.
    everything = set(re.findall(r"<p>(e\d+-s\d+) own</p>", "".join(texts)))
    assert everything == {word for one in people for word in one.saved}
    assert all(len(one.saved) == saves for one in people)
    # No save took away or turned back what another had saved.
    for before, after in pairwise(texts):
        old, new = (re.findall(r"<p>([^<]*)</p>", body) for body in (before, after))
        assert sum(one != other for one, other in zip(old[:editors], new[:editors], strict=True)) <= 1
        assert set(old[editors:]) <= set(new[editors:])
    # In the end everybody's last words stand, and each appended paragraph once.
    final = re.findall(r"<p>([^<]*)</p>", texts[-1])
    assert final[:editors] == [f"{one.saved[-1]} own" for one in people]
    assert sorted(final[editors:]) == sorted(f"{word} end" for one in people for word in one.appended)
    assert house.manage("audit", "ledger").returncode == 0
