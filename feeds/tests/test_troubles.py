"""Whatever goes wrong is told in words, with what was seen and what can be done, in the reader's language."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from feeds.fetching import polling, troubles
from feeds.fetching.deciding import WORDS
from feeds.models import Feed
from newsroom.testing.loopback import Loopback

pytestmark = pytest.mark.django_db
Make = Callable[..., Feed]
PAGE = b"""<!DOCTYPE html><html><head><title>Wire</title>
<link rel="alternate" type="application/rss+xml" href="/rss?a=1&amp;b=2"></head></html>"""


def told(feed: Feed) -> troubles.Told:
    """After polling it now."""
    claimed = polling.claim_now(Feed.objects.filter(pk=feed.pk))
    assert claimed is not None
    polling.poll_safely(claimed)
    feed.refresh_from_db()
    return troubles.in_words(feed)


def test_it_works(web: Loopback, make_feed: Make) -> None:
    found = told(make_feed(web.page("/feed", b"<h1>Go away</h1>", status=403, Content_Type="text/html")))

    assert found.words == "The server does not let us read the feed (403)."
    assert found.evidence == "HTTP 403 text/html: <h1>Go away</h1>"
    assert "let us in" in found.repair


def test_a_page_leads_to_its_feed(web: Loopback, make_feed: Make) -> None:
    found = told(make_feed(web.page("/", PAGE, Content_Type="text/html")))

    assert "web page" in found.words
    assert web.url("/rss?a=1&b=2") in found.repair
    assert "DOCTYPE" in found.evidence


def test_what_is_no_feed_is_told_with_its_first_bytes(web: Loopback, make_feed: Make) -> None:
    found = told(make_feed(web.page("/feed", b"no feed at all", Content_Type="text/plain")))
    assert "no feed at all" in found.evidence
    assert "mend" in found.repair


def test_waiting_is_told_with_its_time(web: Loopback, make_feed: Make) -> None:
    feed = make_feed(web.page("/feed", b"", status=503))
    found = told(feed)
    assert f"{timezone.localtime(feed.next_fetch_at):%-I:%M}" in found.repair or ":" in found.repair


def test_gone_is_told_without_a_time(web: Loopback, make_feed: Make) -> None:
    found = told(make_feed(web.page("/feed", b"", status=410)))
    assert "410" in found.words
    assert "taken its place" in found.repair


def test_a_feed_that_is_well_has_no_trouble(make_feed: Make) -> None:
    assert troubles.in_words(make_feed("https://wire.example/")) == troubles.Told()


def test_a_trouble_is_told_in_another_language(make_feed: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept are the facts, not the sentence."""
    feed = make_feed(
        "https://wire.example/",
        health="failing",
        last_error="There is no host named wire.example.",
        last_trouble={"code": "no-such-host", "params": {"host": "wire.example"}, "evidence": ""},
        next_fetch_at=timezone.now() + timedelta(hours=1),
    )
    monkeypatch.setattr(
        troubles, "_", lambda words: words.replace("There is no host named", "Kein Host heißt")
    )
    with translation.override("de"):
        assert troubles.in_words(feed).words == "Kein Host heißt wire.example."


@pytest.mark.parametrize("code", WORDS)
def test_every_trouble_has_words_and_a_repair(make_feed: Make, code: str) -> None:
    facts = dict.fromkeys(re.findall(r"%\((\w+)\)s", WORDS[code]), "7") | {"found": "7"}
    feed = Feed(last_error="x", last_trouble={"code": code, "params": facts}, next_fetch_at=timezone.now())
    found = troubles.in_words(feed)
    assert found.words
    assert found.repair
    assert "%(" not in found.words + found.repair


def test_what_an_older_release_kept_is_told_as_it_was(make_feed: Make) -> None:
    feed = Feed(last_error="The server sulks.", last_trouble={}, next_fetch_at=timezone.now())
    assert troubles.in_words(feed).words == "The server sulks."
    feed.last_trouble = {"code": "no-such-host", "params": {}}
    assert "no host" in troubles.in_words(feed).words
