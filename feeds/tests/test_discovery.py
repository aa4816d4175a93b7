"""Feeds are found from whatever address of a site a person gives."""

import pytest

from feeds.subscribing import discovery
from feeds.subscribing.pointers import pointers
from feeds.tests.conftest import item, rss
from newsroom.testing.loopback import Loopback

HEAD = '<!doctype html><head><link rel="alternate" type="application/rss+xml" href="{}"></head>'


def urls(found: discovery.Found) -> list[str]:
    return [candidate.url for candidate in found.candidates]


def test_it_works(web: Loopback) -> None:
    news = web.page("/news.xml", rss(item(), title="All of it"))
    page = web.page("/", HEAD.format("/news.xml"))

    found = discovery.discover(page)

    assert urls(found) == [news]
    assert found.candidates[0].feed.title == "All of it"
    assert [report.title for report in found.candidates[0].feed.items] == ["Ferry 1 finds the harbour"]


def test_the_address_of_a_feed_is_a_feed(web: Loopback) -> None:
    feed = web.page("/feed", rss(item()))
    assert urls(discovery.discover(feed)) == [feed]
    assert urls(discovery.discover(f"feed:{feed}")) == [feed]


def test_a_feed_that_has_moved_says_where(web: Loopback) -> None:
    new = web.page("/new", rss(item()))
    old = web.page("/old", status=301, Location=new)
    (candidate,) = discovery.discover(old).candidates
    assert (candidate.url, candidate.moved_to) == (new, new)


def test_where_the_page_names_none_its_links_and_the_usual_places_are_tried(web: Loopback) -> None:
    linked = web.page("/the-rss", rss(item(1)))
    usual = web.page("/feed", rss(item(2)))
    page = web.page("/", '<p><a href="/the-rss">RSS</a> <a href="/feedback">Feedback</a></p>')
    assert urls(discovery.discover(page)) == [linked, usual]


def test_the_same_feed_under_two_addresses_is_shown_once(web: Loopback) -> None:
    web.page("/feed", rss(item()))
    web.page("/rss", rss(item()))
    assert len(discovery.discover(web.page("/", "<p>nothing</p>")).candidates) == 1


def test_what_is_found_nowhere_is_said_in_words(web: Loopback) -> None:
    found = discovery.discover(web.page("/", "<!doctype html><p>Good morning</p>"))
    assert not found.candidates
    assert "no feed at this address" in found.trouble
    assert "web page" in found.evidence
    assert len(found.looked_at) > 3


@pytest.mark.parametrize(
    "typed", ["", "javascript:alert(1)", "file:///etc/passwd", "http://", "ftp://a.example/x"]
)
def test_what_is_no_address_is_never_asked(typed: str) -> None:
    found = discovery.discover(typed)
    assert "no web address" in found.trouble
    assert found.looked_at == ()


def test_a_page_cannot_send_us_into_the_house() -> None:
    found = discovery.discover("http://127.0.0.1:1/")
    assert not found.candidates
    assert found.trouble


def test_what_a_page_may_point_to_is_bounded_and_of_the_web() -> None:
    many = "".join(f'<link rel="alternate feed" href="/{number}.rss">' for number in range(500))
    assert len(pointers(many, "https://paper.example/")) == 12
    tricks = '<link rel=feed href="javascript:alert(1)"><link rel=feed href="data:text/xml,x"><base href="//b.example/x/">'
    assert all(
        one.startswith("https://b.example/") or "paper" in one
        for one in pointers(tricks, "https://paper.example/")
    )
