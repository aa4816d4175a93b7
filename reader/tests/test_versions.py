"""What readers can find out about the versions that were published."""

import hashlib
import json
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from articles import drafting, withdrawing
from articles.models import Article
from reader import invalidation

pytestmark = pytest.mark.django_db

Publish = Callable[..., Article]
Change = Callable[..., None]


def url(article: Article, rest: str = "") -> str:
    return f"{article.get_absolute_url()}{rest}"


def test_it_works(client: Client, publish: Publish, change: Change) -> None:
    article = publish(body="<p>The ferry left with forty people.</p>")
    change(
        article, "correction", body="<p>The ferry left with fifty people.</p>", change_note="It was fifty."
    )
    invalidation.sweep()
    page = client.get(url(article, "versions/"))
    shown = page.content.decode()
    assert page.status_code == 200
    assert "It was fifty." in shown
    assert '<meta name="robots" content="noindex">' in shown
    assert shown.count('class="version"') == 2
    assert url(article, "versions/1/2/") in shown
    # From the article's own page, beside the correction.
    assert url(article, "versions/") in client.get(url(article)).content.decode()
    compared = client.get(url(article, "versions/1/2/")).content.decode()
    assert "<del>forty</del>" in compared
    assert "<ins>fifty</ins>" in compared


def test_anyone_can_verify_the_digests(client: Client, publish: Publish, change: Change) -> None:
    article = publish(headline="Fähre “im” Nebel")
    change(article, "update", headline="Fog & bell", seo_title="Fog", change_note="More is known.")
    invalidation.sweep()
    rows = client.get(url(article, "history.json")).json()["versions"]
    assert [row["number"] for row in rows] == [1, 2]
    for row in rows:
        plain = json.dumps(row["values"], separators=(",", ":"), ensure_ascii=False)
        assert hashlib.sha256(plain.encode()).hexdigest() == row["sha256"]


def test_what_is_not_published_is_not_told(client: Client, publish: Publish, reporter: User) -> None:
    article = publish()
    working = drafting.revise(article, by=reporter)
    drafting.save_draft(working, by=reporter, version=working.version, headline="Secret until noon")
    for rest in ("versions/", "history.json"):
        answer = client.get(url(article, rest)).content.decode()
        assert "Secret until noon" not in answer
    assert client.get(url(article, "versions/1/2/")).status_code == 404
    assert client.get(url(article, "versions/1/1/")).status_code == 404


def test_a_withdrawn_article_has_no_versions(
    client: Client, publish: Publish, change: Change, publisher: User
) -> None:
    article = publish()
    change(article, headline="Another headline")
    assert client.get(url(article, "versions/1/2/")).status_code == 200
    article.refresh_from_db()
    withdrawing.withdraw(article, by=publisher, reason="Wrong", notice="It was wrong.")
    invalidation.sweep()
    for rest in ("versions/", "versions/1/2/", "history.json"):
        answer = Client().get(url(article, rest))
        assert answer.status_code == 410
        assert "Another headline" not in answer.content.decode()


def test_a_new_version_shows_at_once(client: Client, publish: Publish, change: Change) -> None:
    article = publish()
    assert client.get(url(article, "versions/")).content.decode().count('class="version"') == 1
    change(article, headline="Another headline")
    invalidation.sweep()
    assert Client().get(url(article, "versions/")).content.decode().count('class="version"') == 2


def test_a_former_address_leads_on(client: Client, publish: Publish) -> None:
    article = publish()
    wrong = url(article, "versions/").replace(f"/{article.published_at:%Y}/", "/1999/")
    answer = client.get(wrong)
    assert (answer.status_code, answer.headers["Location"]) == (301, url(article, "versions/"))
    assert client.get("/world/2026/01/01/never-was/versions/").status_code == 404
