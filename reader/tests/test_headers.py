"""What every public page promises: strict headers, no cookie, nothing inline, nobody else asked."""

import re
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser

import pytest
from django.test import Client

from articles.models import Article
from newsroom.testing import cast

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/world/",
    "/tag/fog/",
    "/source/coast-agency/",
    "/author/ines-prado/",
    "/search/?q=ferry",
    "/corrections/",
    "/nowhere-at-all/",
    "ARTICLE",
]
LOADING = {"src", "srcset", "poster", "data"}


class Loads(HTMLParser):
    """What a page loads and what stands inline in it."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        self.addresses += [value or "" for name, value in attrs if name in LOADING]
        if tag == "link" and given.get("rel") not in ("canonical", "alternate", "next"):
            self.addresses.append(given.get("href") or "")
        if tag == "style" or (
            tag == "script" and not given.get("src") and given.get("type") != "application/ld+json"
        ):
            self.inline.append(tag)


@pytest.fixture
def article(publish: Callable[..., Article]) -> Article:
    agency = cast.source("Coast Agency", is_own=False, credit="Coast Agency")
    body = (
        '<p style="color:red" onclick="x()">Text</p><img src="//elsewhere.example/x.png"><script>x()</script>'
    )
    return publish(
        source=agency,
        original_url="https://coast.example/ferry",
        body=body,
        tags=["Fog"],
        authors=[cast.author()],
        dateline_place="LISBON",
        dateline_date=date(2026, 6, 10),
    )


@pytest.mark.parametrize("page", PAGES)
def test_it_works(client: Client, article: Article, page: str) -> None:
    address = article.get_absolute_url() if page == "ARTICLE" else page
    for _ in range(2):  # made, then stored
        answer = client.get(address)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in answer["Permissions-Policy"]
        assert not answer.cookies
    loads = Loads()
    loads.feed(answer.content.decode())
    assert loads.inline == []
    assert loads.addresses
    assert all(re.match(r"/(?!/)", address) for address in loads.addresses), loads.addresses


@pytest.mark.parametrize("page", ["/feed/", "/sitemap.xml", "/robots.txt"])
def test_machines_get_the_headers_too(client: Client, article: Article, page: str) -> None:
    answer = client.get(page)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies


def test_staff_pages_are_the_only_ones_with_a_wider_policy(client: Client, administrator) -> None:
    client.force_login(administrator)
    answer = client.get("/admin/")
    assert "'unsafe-eval'" in answer["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" not in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
