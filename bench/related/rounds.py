"""The rounds in the large archive: filling, ranking new articles, and publishing with a worker at rest."""

import contextlib
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import django

django.setup()

from django.db import connection  # noqa: E402 — the settings come first
from django.utils import timezone  # noqa: E402

from accounts.roles import Role  # noqa: E402
from articles.models import Article  # noqa: E402
from bench.related.generated import Writer, fill, word  # noqa: E402
from common.nudging import nudge  # noqa: E402
from newsroom.testing import cast  # noqa: E402
from related import candidates, drawings  # noqa: E402
from related.listing import ranked  # noqa: E402
from related.models import Link, Term  # noqa: E402
from related.packing import telling_of  # noqa: E402
from related.profile import Profile  # noqa: E402
from related.ranking import CARDS, rank  # noqa: E402

NEW_ARTICLES, COMPARED, PUBLISHED = 200, 25, 3
PATIENCE_SECONDS = 180


def main() -> None:
    """Fill, measure, print."""
    number = int(sys.argv[1])
    hands = [cast.person(f"{role} Bench", role) for role in (Role.REPORTER, Role.EDITOR, Role.PUBLISHER)]
    template = cast.published(*hands, headline="The template")
    say(f"{number} articles")
    ids = fill(template, number)
    writer = Writer()
    word(ids, writer)
    say(f"{Term.objects.count()} terms; drawing")
    begun = time.perf_counter()
    drawings.draw_now("en")
    drawn = time.perf_counter() - begun
    with connection.cursor() as cursor:  # lists are made by the sweep, one by one: not what is measured here
        cursor.execute("UPDATE related_wording SET listed_at = now()")
        cursor.execute("VACUUM ANALYZE related_wording")
    result = {"rank_articles": number, "drawing_s": round(drawn, 1), **ranking(template, writer, number)}
    result["publish_to_links_s"] = publishing(hands)
    print(json.dumps(result))


def ranking(template: Article, writer: Writer, number: int) -> dict[str, float]:
    """The time from a new article's words to its ranked list, and how much of it an unbounded search would have changed."""
    new = [
        Profile(template.pk, timezone.now(), writer.terms(number - 1 - each * 3, number), 1)
        for each in range(NEW_ARTICLES)
    ]
    telling_of("en")  # a worker has it already
    times, lists = [], []
    for profile in new:
        begun = time.perf_counter()
        found = ranked(template, profile)
        times.append((time.perf_counter() - begun) * 1000)
        lists.append([match.neighbour.id for match in found.matches[:CARDS]])
    times.sort()
    recalled = [_recall(template, profile, had) for profile, had in zip(new[:COMPARED], lists, strict=False)]
    figures = {"rank_p50_ms": statistics.median(times), "rank_p95_ms": times[len(times) * 95 // 100]}
    say(json.dumps(figures))
    return {
        **{name: round(each, 1) for name, each in figures.items()},
        "recall": round(statistics.mean(recalled), 3),
    }


def _recall(template: Article, profile: Profile, had: list[int]) -> float:
    """The share of an unbounded search's cards that the bounded one has."""
    telling = telling_of("en")
    bounds = candidates.POSTINGS, candidates.FOUND, candidates.CANDIDATES
    candidates.POSTINGS, candidates.FOUND, candidates.CANDIDATES = 10**7, 4_000, 2_000
    try:
        found = candidates.search(template, profile, telling)
    finally:
        candidates.POSTINGS, candidates.FOUND, candidates.CANDIDATES = bounds
    best = [match.neighbour.id for match in rank(profile, found, telling).matches[:CARDS]]
    return len(set(best) & set(had)) / len(best) if best else 1.0


def publishing(hands: list) -> float | None:  # type: ignore[type-arg]
    """The longest time from a publication to links on both sides; null where they never came."""
    words = "Harbour ferries between Maren and Brack stopped after the quay had sunk in the storm, engineer Odile Fenn told"
    body = f"<p>{words} the council.</p><p>Divers from Sandhaven looked at the piles while fog closed the strait.</p>"
    with _worker():
        first = cast.published(*hands, headline="Ferries of Maren stopped by a sunken quay", body=body)
        # The worker's first task: until then it is starting.
        waiting = Article.objects.filter(pk=first.pk, related_at=None)
        if _until(lambda: nudge() or not waiting.exists(), every=2) is None:
            return None
        longest = 0.0
        for each in range(PUBLISHED):
            own = " ".join(f"detail{each}{letter} witness{each}{letter}" for letter in "abcdefghijkl")
            begun = time.perf_counter()
            new = cast.published(
                *hands, headline=f"Quay of Maren: ferries wait, day {each}", body=f"{body}<p>{own}</p>"
            )
            nudge()
            both = [
                Link.objects.filter(article=new, score__gt=0),
                Link.objects.filter(target=new, score__gt=0),
            ]
            if _until(lambda both=both: all(links.exists() for links in both)) is None:  # type: ignore[misc]
                return None
            longest = max(longest, time.perf_counter() - begun)
    return round(longest, 2)


@contextlib.contextmanager
def _worker() -> Iterator[None]:
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "newsroom.celery", "worker"]
    options = ["--queues", "notify,default,fetch,pictures", "--concurrency", "2", "--loglevel", "error"]
    process = subprocess.Popen([*command, *options], stdout=sys.stderr)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _until(is_done: Callable[[], object], every: float = 0.05) -> float | None:
    begun = time.perf_counter()
    while time.perf_counter() - begun < PATIENCE_SECONDS:
        if is_done():
            return time.perf_counter() - begun
        time.sleep(every)
    return None


def say(words: str) -> None:
    """To people, on the error stream."""
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
