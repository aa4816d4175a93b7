"""The rounds themselves, in a process that knows the models: real requests to the web server on the port that is named."""

import json
import statistics
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import django

django.setup()

from articles.models import Article, Revision  # noqa: E402 — models need Django
from articles.tests.desk import fields_of  # noqa: E402
from bench.desk.content import WORDS, Desk, session_of  # noqa: E402
from newsroom.checks.steps import say  # noqa: E402

MANY, FEW = 200, 2
OPENINGS, AUTOSAVES, PUBLICATIONS = 60, 120, 30
TOKEN = "t" * 32
STOCK = "/admin/articles/author/add/"  # a plain form of the admin: the peer


class Browser:
    """One signed-in person; every request is timed."""

    def __init__(self, port: int, session: str) -> None:
        self.site, self.cookies = f"http://localhost:{port}", f"sessionid={session}; csrftoken={TOKEN}"

    def ask(self, path: str, data: dict[str, str] | None = None) -> tuple[str, float]:
        """The answer and the milliseconds it took. Raises RuntimeError for any status but 200."""
        body = urllib.parse.urlencode(data).encode() if data else None
        headers = {
            "Cookie": self.cookies,
            "Accept": "application/json" if data else "text/html",
            "X-CSRFToken": TOKEN,
        }
        request = urllib.request.Request(self.site + path, body, headers)  # noqa: S310 — our own
        began = time.perf_counter()
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 — our own
                text = answer.read().decode()
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.code} {error.read()[:500]!r}") from None
        return text, (time.perf_counter() - began) * 1000


def page_of(article: Article) -> str:
    """Where it is edited."""
    return f"/admin/articles/article/{article.pk}/change/"


def open_pages(browser: Browser, many: Article, few: Article) -> dict[str, list[float]]:
    """The two pages and the peer, one after the other in each round, in a changing order."""
    pages = {"many": page_of(many), "few": page_of(few), "stock": STOCK}
    times: dict[str, list[float]] = {name: [] for name in pages}
    for number in range(OPENINGS + 5):
        order = list(pages) if number % 2 else list(reversed(pages))
        for name in order:
            _, spent = browser.ask(pages[name])
            if number >= 5:  # the first are to warm up
                times[name].append(spent)
    return times


def autosave(browser: Browser, article: Article) -> list[float]:
    """The whole body again and again, each time a word longer."""
    fields = fields_of(browser.ask(page_of(article))[0])
    text = Revision.objects.get(pk=fields["revision"])
    times = []
    for number in range(1, AUTOSAVES + 1):
        typed = json.dumps({"text-body": text.body + f"<p>{'word ' * number}</p>"})
        data = {
            "tab": "benchmark-tab",
            "revision": str(text.pk),
            "version": str(text.version),
            "sequence": str(number),
        }
        answer, spent = browser.ask(
            page_of(article).replace("/change/", "/working-copy/"), {**data, "fields": typed, "unsaved": "1"}
        )
        if not json.loads(answer)["kept"]:
            raise RuntimeError(answer)
        times.append(spent)
    return times


def publish(browser: Browser, desk: Desk, article: Article) -> list[float]:
    """Publish one approved text after another from the article's page."""
    times = []
    for number in range(PUBLICATIONS):
        article.refresh_from_db()
        desk.approved(article, 10_000 + number)
        fields = fields_of(browser.ask(page_of(article))[0])
        answer, spent = browser.ask(page_of(article), {**fields, "step": "publish"})
        if json.loads(answer)["state"] != Revision.State.LIVE:
            raise RuntimeError(answer)
        times.append(spent)
    return times


def p95(times: list[float]) -> float:
    """Nineteen of twenty are faster."""
    return round(statistics.quantiles(times, n=20)[-1], 1)


def measure(port: int) -> dict[str, object]:
    """All of it; what the last line says."""
    desk = Desk()
    many, few = desk.article(MANY), desk.article(FEW)
    say("articles", f"{WORDS:,} words, {many.revisions.count()} and {few.revisions.count()} texts")
    editor, publisher = (Browser(port, session_of(one)) for one in (desk.editor, desk.publisher))
    opened = open_pages(editor, many, few)
    say("opening", ", ".join(f"{name} {statistics.median(times):.1f} ms" for name, times in opened.items()))
    kept = autosave(editor, many)
    say("autosave", f"median {statistics.median(kept):.1f} ms")
    published = publish(publisher, desk, many)
    say("publish", f"median {statistics.median(published):.1f} ms")
    pairs = zip(opened["many"], opened["few"], strict=True)
    stock = statistics.median(opened["stock"])
    return {
        "open_200_vs_2_revisions": round(statistics.median(one / other for one, other in pairs), 2),
        "autosave_p95_ms": p95(kept),
        "publish_p95_ms": p95(published),
        "open_p95_ms": p95(opened["many"]),
        "open_vs_stock_admin_form": round(statistics.median(opened["many"]) / stock, 2),
        "autosave_vs_stock_admin_form": round(statistics.median(kept) / stock, 2),
        "publish_vs_stock_admin_form": round(statistics.median(published) / stock, 2),
        "words": WORDS,
        "saved_texts": Revision.objects.filter(article=many).values("saves").count(),
        "openings": OPENINGS,
        "autosaves": AUTOSAVES,
        "publications": PUBLICATIONS,
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
