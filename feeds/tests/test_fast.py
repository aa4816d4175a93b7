"""The fast way: whatever it reads, it reads as the tolerant way does, value by value; what it does not take, it leaves."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax import SAXException

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from feeds.parsing import fast, feedparser_reading
from feeds.parsing.charsets import put_right
from feeds.parsing.document import parse
from feeds.parsing.quick_steps import QuickReader
from feeds.parsing.reports import ParsedFeed

DATA = Path(__file__).parent / "data"
NOW = datetime(2026, 3, 12, tzinfo=UTC)
WRITTEN = sorted(path for kind in ("*.xml", "fast/*") for path in DATA.glob(kind))
RSS = '<rss version="2.0"><channel><title>T</title>{}</channel></rss>'


def plain(value: Any) -> Any:
    """Without feedparser's own kind of dictionary, which looks things up under other names."""
    if isinstance(value, dict):
        return {name: plain(dict.__getitem__(value, name)) for name in dict.keys(value)}
    return [plain(each) for each in value] if isinstance(value, list) else value


def tolerant(body: bytes) -> Any:
    try:
        return plain(feedparser_reading.read(body))
    except (SAXException, UnicodeError):
        return None


def same_both_ways(body: bytes) -> bool:
    """Tell whether the fast way took the feed; it must have gathered the same, and made the same reports."""
    found = fast.read(body)
    if found is not None:
        assert plain(found) == tolerant(body)
    quick = parse(body, {"content-location": "https://wire.example/feed"}, NOW)
    slow = parse(body, {"content-location": "https://wire.example/feed"}, NOW, tolerant_only=True)
    if isinstance(quick, ParsedFeed) and isinstance(slow, ParsedFeed):
        assert (quick.way == "fast") == (found is not None and slow.way == "tolerant")
        quick = replace(quick, way=slow.way)
    assert quick == slow
    return found is not None


def test_it_works() -> None:
    found = parse((DATA / "rss.xml").read_bytes(), {}, NOW)

    assert isinstance(found, ParsedFeed)
    assert found.way == "fast"
    assert len(found.items) == 2


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_written_feeds_are_taken_and_read_alike(path: Path) -> None:
    assert same_both_ways(path.read_bytes())


@pytest.mark.parametrize(
    "body",
    [
        '<!DOCTYPE rss [<!ENTITY a "b">]>' + RSS.format("<item><title>&a;</title></item>"),
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://x/">' + RSS.format(""),
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A <b>bold</b> word</title></entry></feed>',
        RSS.format("<item><title>cut"),
        RSS.format("<item><x:title>no such prefix</x:title></item>"),
        RSS.format("<item><title>&nbsp;</title></item>"),
        "<html><body>no feed</body></html>",
        "",
    ],
)
def test_what_may_be_doubted_is_left_to_the_tolerant_way(body: str) -> None:
    assert not same_both_ways(body.encode())


@pytest.mark.parametrize(
    "body",
    [
        RSS.format('<item><link href="http:////a.example/"/><guid>http:///b.example/</guid></item>'),
        RSS.format("<item><links>1</links><link>a</link><authors>2</authors><author>b</author></item>"),
        RSS.format("<item><author>c<email>d@e.example</email></author><tags>x,y</tags></item>"),
        RSS.format("<item><date>2026-03-10</date><copyright>c</copyright><items>i</items></item>"),
        RSS.format(
            '<item><description type="base64x">aGk=</description><title mode="base64">aGk=</title></item>'
        ),
        RSS.format(
            '<item xmlns:a="http://www.w3.org/2005/Atom"><a:content type="html">&lt;b></a:content></item>'
        ),
        RSS.format(
            '<item><dc:x xmlns:dc="urn:a">1</dc:x></item><item><dc:x xmlns:dc="urn:b">2</dc:x></item>'
        ),
        RSS.format(
            '<item><dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">1</dc:date><dc:x xmlns:dc="urn:b"/></item>'
        ),
        RSS.format('<item xmlns:l="http://www.w3.org/1999/xlink"><media l:href="a"/><title>x</title></item>'),
        RSS.format('<item LASTMOD="1994.11.05" HREF="http://c.example/"><TITLE>CDF</TITLE></item>'),
        RSS.format(
            "<item><title>a</title><source>b<title>c</title></source></item><item><title>d</title></item>"
        ),
        '<rss xmlns="http://backend.userland.com/RSS2" version="0.92"><channel><item><title>x</title></item></channel></rss>',
        RSS.format(
            "<item><title>A <b>bold</b> word</title><description>In <div>a &lt;box></div></description></item>"
        ),
        RSS.format(
            '<item><description lang="de_AT">In <div lang="en"><i>x</i></div></description><title>t</title></item>'
        ),
        # Bases of siblings, one below another, and what stands beside them.
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title xml:base="http://a.example/x/">t</title><link href="1"/>'
        '<content xml:base="http://b.example/y/" xml:lang="de_AT">c</content><link href="2"/></entry><entry><link href="3"/>'
        '<summary xml:base="z/">s</summary><author><name xml:base="q/">n</name><uri>u</uri></author><link href="4"/></entry></feed>',
        RSS.format("<item><language>de_CH</language><description>words</description></item>"),
        '<channel xmlns="urn:unknown"><item><title>x</title></item></channel>',
    ],
)
def test_oddities_are_read_alike(body: str) -> None:
    same_both_ways(body.encode())


def test_no_step_is_made_quick_that_the_reader_has_changed() -> None:
    changed = set(vars(feedparser_reading.Reader)) & set(vars(QuickReader))

    assert changed <= {"__init__", "__doc__", "__module__", "__firstlineno__", "__static_attributes__"}


NAMES = re.findall(
    r"\S+",
    "title link guid id description summary content pubDate updated author name email url category enclosure source"
    " image textInput language rights copyright comments ttl generator item foo dc:creator dc:date dc:subject dc:title"
    " dc:language content:encoded media:content media:group media:thumbnail media:credit media:description media:title"
    " media:keywords itunes:keywords itunes:author itunes:summary itunes:owner itunes:category itunes:image atom:link atom:author"
    " atom:content atom:summary x:foo",
)
ATTRIBUTES = {
    "href": ["https://a.example/", "b", ""], "url": ["https://c.example/1.jpg"], "rel": ["self", "Enclosure"],
    "type": ["html", "text", "xhtml", "image/png", "TEXT/HTML"], "isPermaLink": ["false", "true"], "term": ["t", ""],
    "xml:lang": ["de_AT", ""], "xml:base": ["https://d.example/e/", "f/"], "medium": ["image"], "text": ["News"], "x:y": ["z"],
}  # fmt: skip
TEXTS = ["", " ", "words", "k, l,k", "a & b", "<b>x</b>", "&copy; 1", "Café Ã©", "\x93q\x94", "a@b.example (N)", "Tue, 10 Mar 2026 10:00:00 GMT",
         "https://e.example/?a=1&amp;b=2", "]]", "日本"]  # fmt: skip
SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:x="urn:x"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    ' xmlns:atom="http://www.w3.org/2005/Atom"'
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@some.composite
def elements(draw: some.DrawFn, depth: int = 0) -> str:
    name = draw(some.sampled_from(NAMES))
    attributes = "".join(
        f' {key}="{escaped(draw(some.sampled_from(ATTRIBUTES[key])))}"'
        for key in draw(some.lists(some.sampled_from(sorted(ATTRIBUTES)), max_size=2, unique=True))
    )
    inner = [escaped(draw(some.sampled_from(TEXTS)))]
    if depth < 3:
        inner += draw(some.lists(elements(depth + 1), max_size=2 if depth else 1))
        inner += [escaped(draw(some.sampled_from(TEXTS)))] if len(inner) > 1 and draw(some.booleans()) else []
    return f"<{name}{attributes}>{''.join(inner)}</{name}>"


@settings(
    max_examples=int(os.environ.get("EXAMPLES", "40")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    root=some.sampled_from(["rss", "feed"]),
    head=some.lists(elements(), max_size=3),
    items=some.lists(some.lists(elements(), max_size=6), max_size=3),
)
def test_any_feed_is_read_alike(root: str, head: list[str], items: list[list[str]]) -> None:
    name = "item" if root == "rss" else "entry"
    within = "".join(head) + "".join(f"<{name}>{''.join(item)}</{name}>" for item in items)
    if root == "rss":
        body = f'<rss version="2.0" {SPACES}><channel>{within}</channel></rss>'
    else:
        body = f'<feed xmlns="http://www.w3.org/2005/Atom" {SPACES}>{within}</feed>'

    same_both_ways(body.encode())


def corpora() -> Iterator[Path]:
    folder = os.environ.get("CORPORA", "")
    return (path for path in sorted(Path(folder).rglob("*")) if path.is_file()) if folder else iter(())


def test_the_corpora_of_others_are_read_alike() -> None:
    paths = list(corpora())
    if not paths:
        pytest.skip("No corpora: name their folder in CORPORA.")
    taken = 0
    for path in paths:
        body = put_right(path.read_bytes(), {}).lstrip()
        found = fast.read(body)
        taken += found is not None
        if found is not None:
            assert plain(found) == tolerant(body), path

    print(f"{taken} of {len(paths)} files took the fast way")
    assert taken
