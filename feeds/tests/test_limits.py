"""What a feed may cost: too many items, too much markup and bombs end within their bounds, with what can be had."""

import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from feeds.parsing.document import parse
from feeds.parsing.killable import KILLED, Parser
from feeds.parsing.reports import ParsedFeed, Unparsable
from feeds.parsing.thinning import MAX_ITEMS, TOO_MANY, newest_items

NOW = datetime(2026, 3, 12, tzinfo=UTC)
START = datetime(2025, 1, 1, tzinfo=UTC)
WORDS = "<p>The ferry reached the harbour after seven bells, and the captain said so. " + "So it was. " * 3


def shuffled(count: int) -> list[int]:
    order = list(range(count))
    random.Random(count).shuffle(order)
    return order


def rss(count: int) -> bytes:
    items = "".join(
        f"<item><guid isPermaLink='false'>{number}</guid><description><![CDATA[{WORDS}<item>]]></description>"
        f"<pubDate>{START + timedelta(minutes=number):%a, %d %b %Y %H:%M:%S GMT}</pubDate></item>"
        for number in shuffled(count)
    )
    return f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'.encode()


def atom(count: int) -> bytes:
    entries = "".join(
        f"<entry><id>{number}</id><updated>{(START + timedelta(minutes=number)).isoformat()}</updated></entry>"
        for number in shuffled(count)
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>{entries}</feed>'.encode()


def prefixed(count: int) -> bytes:
    return (
        atom(count)
        .replace(b"<entry", b"<a:entry")
        .replace(b"</entry", b"</a:entry")
        .replace(b"xmlns", b'xmlns:a="http://www.w3.org/2005/Atom" xmlns')
    )


def json_feed(count: int) -> bytes:
    items = [
        {
            "id": str(number),
            "content_text": "x",
            "date_published": (START + timedelta(minutes=number)).isoformat(),
        }
        for number in shuffled(count)
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": items}).encode()


def without_ends(count: int) -> bytes:
    return rss(count).replace(b"<item>]]>", b"]]>").replace(b"</item>", b"")


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    made = Parser()
    yield made
    made.stop()


@pytest.mark.parametrize("items", [6_000, pytest.param(60_000, marks=pytest.mark.full)])
def test_it_works(parser: Parser, items: int) -> None:
    """60,000 items, 14 MB, in no order: the newest 500 are read, in a process that would be killed otherwise."""
    body = rss(items)
    assert len(body) > items * 230

    found = parser.parse(body, {}, NOW)

    assert isinstance(found, ParsedFeed)
    assert found.notices == (TOO_MANY,)
    assert {int(item.guid) for item in found.items} == set(range(items - MAX_ITEMS, items))


@pytest.mark.parametrize("make", [rss, atom, prefixed, json_feed, without_ends])
def test_the_newest_are_taken_from_any_format(make: Callable[[int], bytes]) -> None:
    found = parse(make(900), {}, NOW)

    assert isinstance(found, ParsedFeed)
    assert TOO_MANY in found.notices
    assert {int(item.guid) for item in found.items} == set(range(900 - MAX_ITEMS, 900))


def test_thin_json_of_many_items_is_read(parser: Parser) -> None:
    found = parser.parse(b'{"items": [' + b",".join([b"{}"] * 60_000) + b"]}", {}, NOW)

    assert isinstance(found, ParsedFeed)
    assert len(found.items) == MAX_ITEMS


def test_what_only_looks_like_items_is_not_counted() -> None:
    body = (
        b"<rss><channel><item><title><![CDATA["
        + b"<item>" * 1_000
        + b"]]></title></item><!-- "
        + b"<item/>" * 1_000
        + b" --></channel></rss>"
    )

    assert newest_items(body, NOW) == (body, 0)


def test_undated_items_are_taken_from_the_top() -> None:
    body = (
        "<rss><channel>"
        + "".join(f"<item><guid>{number}</guid></item>" for number in range(900))
        + "</channel></rss>"
    )
    found = parse(body.encode(), {}, NOW)

    assert isinstance(found, ParsedFeed)
    assert [int(item.guid) for item in found.items] == list(range(MAX_ITEMS))


WIRED = '<newsItem guid="g{0}"><itemMeta><versionCreated>2026-03-{1:02}T10:00:00Z</versionCreated></itemMeta><contentMeta><headline>{0}</headline></contentMeta></newsItem>'


@pytest.mark.parametrize("kind", ["newsml", "ninjs"])
def test_of_a_wires_many_the_newest_are_taken(kind: str) -> None:
    days = [(number, 1 + number % 10) for number in range(MAX_ITEMS + 100)]
    if kind == "newsml":
        items = "".join(WIRED.format(number, day) for number, day in days)
        body = f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{items}</itemSet></newsMessage>'
    else:
        found = [
            {"uri": f"g{number}", "headline": str(number), "versioncreated": f"2026-03-{day:02}T10:00:00Z"}
            for number, day in days
        ]
        body = json.dumps(found)
    read = parse(body.encode(), {}, NOW)

    assert isinstance(read, ParsedFeed)
    assert len(read.items) == MAX_ITEMS
    assert read.notices == (TOO_MANY,)
    assert not [report for report in read.items if report.updated and report.updated.day == 1]


BOMB = b"<!DOCTYPE r [<!ENTITY a0 'lol'>" + b"".join(
    b"<!ENTITY a%d '%s'>" % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 12)
)
HARD = {
    "entities within entities": BOMB + b"]><rss version='2.0'><channel><item><title>&a11;</title></item></channel></rss>",
    "one entity often": b"<!DOCTYPE r [<!ENTITY a '" + b"x" * 100_000 + b"'>]><rss><channel><item><title>" + b"&a;" * 30_000,
    "a file from outside": b"<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><rss><channel><item><title>&a;</title></item></channel></rss>",
    "a tag of a megabyte": b"<rss><channel><item><a " + b"x" * 1_000_000 + b"='1'/><title>t</title></item></channel></rss>",
    "a hundred thousand attributes": b"<rss><channel><item><a " + b"".join(b"x%d='1' " % number for number in range(100_000)) + b"/></item></channel></rss>",
    "comments that never end": b"<rss><channel><item><title>t</title>" + b"<!--" * 250_000,
    "tags that never end": b"<rss><channel><item><title>t</title>" + b"<item" * 200_000,
    "sections that never end": b"<rss><channel>" + b"<item><title><![CDATA[" * 30_000,
    "a deep nest": b"<rss><channel><item><description>" + b"<b>" * 20_000,
    "escaped tags": b"<rss><channel><item><description>" + b"&lt;b&gt;" * 200_000 + b"</description></item></channel></rss>",
    "escaped quotes": b"<rss><channel><item><title>" + b"&lt;a title=\"&gt;" * 100_000 + b"</title></item></channel></rss>",
    "ampersands": b"<rss><channel><item><title>" + b"&" * 300_000 + b"</title></item></channel></rss>",
    "a wire of a million paragraphs": b"<nitf><body><body.content>" + b"<p>x</p>" * 1_000_000 + b"</body.content></body></nitf>",
    "a wire of escaped tags": b"<nitf><body><body.content><p>" + b"&lt;b&gt;x" * 200_000 + b"</p></body.content></body></nitf>",
    "a wire of entities within entities": BOMB + b"]><nitf><body><body.content><p>&a11;</p></body.content></body></nitf>",
    "a wire of pictures": b"<nitf><body><body.content>" + b"<media media-type='image'><media-reference source='https://a.example/1.jpg'/></media>" * 60_000
    + b"</body.content></body></nitf>",
    "a nest of JSON": b'{"items": ' + b"[" * 500_000,
}  # fmt: skip


@pytest.mark.parametrize("what", HARD)
def test_what_is_made_to_be_hard_ends(parser: Parser, what: str) -> None:
    found = parser.parse(HARD[what], {}, NOW)

    assert isinstance(found, ParsedFeed | Unparsable)
    assert "root:" not in str(found)
    assert not (isinstance(found, Unparsable) and found.reason == KILLED)
