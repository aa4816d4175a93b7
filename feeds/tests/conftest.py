"""A feed on a real server, and the words it says."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from articles.models import Section, Source
from feeds.fetching import politeness
from feeds.models import Feed
from newsroom.testing import cast

STORY = "The ferry reached the harbour after seven bells, and the captain said that nobody had been afraid."


def item(number: int | str = 1, **fields: str) -> str:
    """One item of an RSS feed; an empty field is left out."""
    values = {
        "guid": f"wire-{number}",
        "title": f"Ferry {number} finds the harbour",
        "link": f"https://wire.example/{number}",
        "pubDate": "Tue, 10 Mar 2026 10:00:00 GMT",
        "description": f"&lt;p&gt;LISBON (Agency) — {STORY} Number {number}. – Agency&lt;/p&gt;",
        **fields,
    }
    return f"<item>{''.join(f'<{name}>{value}</{name}>' for name, value in values.items() if value)}</item>"


def rss(*items: str, title: str = "The Wire") -> str:
    """An RSS feed."""
    return f'<rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'


@pytest.fixture(autouse=True)
def _hosts_need_no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """One server on loopback is the host of all feeds; its manners have tests of their own."""
    monkeypatch.setattr(politeness, "GAP", timedelta(0))


@pytest.fixture
def world(db: None) -> Section:
    return cast.section("World")


@pytest.fixture
def agency(db: None) -> Source:
    return cast.source("Agency", is_own=False, credit="Agency")


@pytest.fixture
def make_feed(world: Section, agency: Source) -> Callable[..., Feed]:
    def make(url: str, **fields: Any) -> Feed:
        return Feed.objects.create(**{"url": url, "source": agency, "section": world, **fields})

    return make


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    """Uploads go into the test's own folder."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path
