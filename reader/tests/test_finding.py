"""For machines: RSS, sitemap, robots.txt."""

from collections.abc import Callable
from xml.etree import ElementTree

import feedparser
import pytest
from django.test import Client

from articles.models import Article

pytestmark = pytest.mark.django_db
Publish = Callable[..., Article]


@pytest.mark.parametrize("address", ["/feed/", "/world/feed/", "/tag/fog/feed/"])
def test_it_works(client: Client, publish: Publish, settings, address: str) -> None:
    article = publish(headline="Fog & <bells>", tags=["Fog"])
    answer = client.get(address)
    assert answer["Content-Type"].startswith("application/rss+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    entry = feed.entries[0]
    assert entry.title in ("Fog & <bells>", "Fog &amp; &lt;bells&gt;")
    assert entry.link.endswith(article.get_absolute_url())
    assert entry.id == f"{settings.SITE_URL}/a/{article.pk}/"


def test_feeds_of_nothing_are_not_found(client: Client, db: None) -> None:
    assert client.get("/nowhere/feed/").status_code == 404
    assert client.get("/tag/nothing/feed/").status_code == 404


def test_sitemap_lists_sections_and_articles(client: Client, published: Article, settings) -> None:
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 — our own
    places = [place.text for place in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert places == [f"{settings.SITE_URL}{path}" for path in ("/", "/world/", published.get_absolute_url())]


def test_robots_are_told_where_the_paper_ends(client: Client, db: None, settings) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /admin/" in lines
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in lines
