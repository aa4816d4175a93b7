"""The rounds themselves, in a process that knows the models: real requests to the web server on the port that is named."""

import gc
import json
import random
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 — models need Django
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.roles import Role  # noqa: E402
from articles.models import Article  # noqa: E402
from bench.comments.filling import Filling  # noqa: E402
from bench.desk.content import session_of  # noqa: E402
from bench.desk.rounds import Browser, p95  # noqa: E402
from comments import deciding  # noqa: E402
from comments.counting import CommentCounts  # noqa: E402
from comments.models import Comment  # noqa: E402
from comments.recounting import CommentRanks  # noqa: E402
from comments.sorting import Sort  # noqa: E402
from newsroom.checks.steps import say  # noqa: E402
from newsroom.testing import cast  # noqa: E402

AUTHORS = 5_000
SMALL = 100  # comments of the thread, and waiting items, that all else is compared with
LARGE, MIDDLE = 50_000, 10_000
WAITING = 10_000
OTHERS = 60  # threads that hold the rest
ROUNDS = 40  # of each address
DECISIONS = 200
QUEUE = "/admin/queue/"


class House:
    """The people and the articles."""

    def __init__(self, port: int) -> None:
        writer, editor = cast.person("Rosa Reporter", Role.REPORTER), cast.person("Ada Editor", Role.EDITOR)
        publisher = cast.person("Petra Publisher", Role.PUBLISHER)
        self.moderator = cast.person("Max Moderator", Role.MODERATOR)
        User.objects.filter(pk=self.moderator.pk).update(is_staff=True)
        self.moderator.refresh_from_db()
        self.reader = cast.person("Rita Reader")
        self.articles = [cast.published(writer, editor, publisher) for _ in range(OTHERS + 3)]
        Article.objects.update(comments_mode=Article.CommentsMode.OPEN)
        self.reading = Browser(port, session_of(self.reader))
        self.moderating = Browser(port, session_of(self.moderator))


def addresses(article: Article) -> list[str]:
    """The first page of a thread in every order, and one further on in it."""
    first = [f"/comments/article/{article.pk}/?sort={sort}" for sort in Sort.values if sort != Sort.PICKS]
    roots = Comment.objects.filter(article=article, root=None, is_listed=True).order_by("-best", "-id")
    middle = roots[min(len(roots) - 1, 20 + len(roots) // 2)]
    further = f"{middle.best!r}_{middle.pk}_{int(timezone.now().timestamp() * 1e6)}"
    return [*first, f"{first[0]}&from={further}"]


def deepest(article: Article) -> str:
    """The comment that stands deepest, and there last."""
    found = Comment.objects.filter(article=article, state="approved", deleted_at=None).order_by("depth", "id")
    return f"/comments/{found.last().pk}/"


def in_turns(browser: Browser, pages: dict[str, list[str]], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """The milliseconds of every page, one kind after another, so that a busy machine slows all alike."""
    times: dict[str, list[float]] = {name: [] for name in pages}
    for number in range(rounds + 2):
        longest = max(map(len, pages.values()))
        for at in range(longest):
            for name, some in pages.items():
                _, spent = browser.ask(some[at % len(some)])
                if number >= 2:  # the first are to warm up
                    times[name].append(spent)
    return times


def queries(person: User, some: list[str]) -> int:
    """The most queries that one of the pages costs who is signed in."""
    client = Client(headers={"host": "localhost"})
    client.force_login(person, backend="accounts.backends.RoleBackend")
    most = 0
    for address in [some[0], *some]:  # the first time the process reads what it then keeps
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
        most = len(asked) if address != some[0] or most == 0 else max(most, len(asked))
    return most


@contextmanager
def database_time(spent: list[float]) -> Iterator[None]:
    """Adds the milliseconds that the statements and the commit within took."""
    total = 0.0

    def watch(execute: Any, *arguments: Any) -> Any:
        nonlocal total
        began = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            total += time.perf_counter() - began

    commit = connection._commit  # type: ignore[attr-defined]
    connection._commit = lambda: watch(commit)  # type: ignore[attr-defined]
    try:
        with connection.execute_wrapper(watch):
            yield
    finally:
        connection._commit = commit  # type: ignore[attr-defined]
    spent.append(total * 1000)


def decide(moderator: User, some: list[Comment]) -> list[float]:
    """Approve them one by one; the time in the database of each."""
    spent: list[float] = []
    for comment in some:
        with database_time(spent):
            deciding.approve(comment, by=moderator, version=comment.version)
    return spent[2:]


def pending(article: Article, number: int) -> list[Comment]:
    """Some of what waits under the article, from all over it."""
    found = list(Comment.objects.filter(article=article, state="pending").order_by("pk"))
    return random.Random(1).sample(found, min(number, len(found)))


def measure(port: int, comments: int) -> dict[str, object]:
    """All of it; what the last line says."""
    house = House(port)
    filling = Filling(AUTHORS)
    large, middle, small, *others = house.articles
    filling.fill([(small, SMALL, 0), (others[0], 2 * SMALL, SMALL)])
    _analyze()
    before = in_turns(house.moderating, {"queue": [QUEUE]}, rounds=ROUNDS * 2)["queue"]
    decisions_before = decide(house.moderator, pending(others[0], SMALL))
    say(
        "small",
        f"queue {statistics.median(before):.1f} ms, decision {statistics.median(decisions_before):.1f} ms",
    )

    began = time.monotonic()
    share = (comments - LARGE - MIDDLE - WAITING - 3 * SMALL) // (OTHERS - 2)
    threads = [(large, LARGE, 0), (middle, MIDDLE, 0), (others[1], 2 * WAITING, WAITING)]
    total = 3 * SMALL + filling.fill(
        [*threads, *((article, share - WAITING // (OTHERS - 2), 0) for article in others[2:])]
    )
    _analyze()
    seconds = time.monotonic() - began
    say("loaded", f"{total:,} comments", began)
    gc.collect()

    pages = {"large": addresses(large), "middle": addresses(middle), "small": addresses(small)}
    deep = {"large": [deepest(large)], "small": [deepest(small)]}
    costs = queries(house.reader, [*pages["large"], *pages["middle"]])
    deep_costs = queries(house.reader, [*deep["large"], deepest(middle)])
    read = in_turns(house.reading, pages)
    say("threads", ", ".join(f"{name} {statistics.median(times):.1f} ms" for name, times in read.items()))
    linked = in_turns(house.reading, deep, rounds=ROUNDS * 2)
    say(
        "permalinks", ", ".join(f"{name} {statistics.median(times):.1f} ms" for name, times in linked.items())
    )
    queue = in_turns(house.moderating, {"queue": [QUEUE]}, rounds=ROUNDS * 2)["queue"]
    say("queue", f"median {statistics.median(queue):.1f} ms")
    decided = decide(house.moderator, pending(others[1], DECISIONS))
    say("decisions", f"median {statistics.median(decided):.1f} ms in the database")
    wrong = [*CommentCounts().differences(), *CommentRanks().differences()]
    if wrong:
        raise RuntimeError(f"the counters are wrong: {wrong[:5]}")
    return {
        "comments": total,
        "filled_seconds": round(seconds, 1),
        "thread_50k_p95_ms": p95(read["large"]),
        "thread_10k_p95_ms": p95(read["middle"]),
        "thread_queries": costs,
        "permalink_queries": deep_costs,
        "permalink_p95_ms": p95(linked["large"]),
        "queue_1m_p95_ms": p95(queue),
        "decision_db_ms": p95(decided),
        "thread_50k_vs_small": _ratio(read["large"], read["small"]),
        "thread_10k_vs_small": _ratio(read["middle"], read["small"]),
        "permalink_vs_small": _ratio(linked["large"], linked["small"]),
        "queue_vs_small": _ratio(queue, before),
        "decision_vs_small": _ratio(decided, decisions_before),
        "medians_ms": {
            **{name: round(statistics.median(times), 1) for name, times in read.items()},
            "queue": round(statistics.median(queue), 1),
            "decision": round(statistics.median(decided), 1),
        },
        "waiting": WAITING,
        "authors": AUTHORS,
    }


def _ratio(times: list[float], others: list[float]) -> float:
    return round(statistics.median(times) / statistics.median(others), 2)


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) comments_comment")
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))
