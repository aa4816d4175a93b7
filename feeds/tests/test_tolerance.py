"""What feeds get wrong and what strangers try: everything that can be read is, and nothing unsafe gets through."""

import json
import re
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.parsing import doubts
from feeds.parsing.document import parse
from feeds.parsing.reports import IncomingReport, ParsedFeed, Unparsable

NOW = datetime(2026, 3, 11, tzinfo=UTC)
SPACES = (
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
)


def read(body: str | bytes) -> ParsedFeed:
    found = parse(body.encode() if isinstance(body, str) else body, {}, NOW)
    assert isinstance(found, ParsedFeed), found
    return found


def rss(item: str, head: str = "") -> str:
    return f'<rss version="2.0"{SPACES}><channel><title>T</title>{head}<item>{item}</item></channel></rss>'


def only(item: str, head: str = "") -> IncomingReport:
    (report,) = read(rss(item, head)).items
    return report


def test_it_works() -> None:
    report = only("<title>One</title><guid>https://a.example/1</guid>")
    assert (report.title, report.link) == ("One", "https://a.example/1")


def test_elements_of_other_formats_inside_rss() -> None:
    report = only(
        "<dc:title>One</dc:title><dc:creator>Ines</dc:creator><dc:date>2026-03-10T09:00:00Z</dc:date>"
        "<dc:subject>sea</dc:subject><dc:rights>© Tide</dc:rights><dc:publisher>Tide House</dc:publisher>"
        '<atom:link href="https://a.example/1"/><content:encoded>&lt;p&gt;Body&lt;/p&gt;</content:encoded>'
    )
    assert (report.title, report.authors, report.categories) == ("One", ("Ines",), ("sea",))
    assert (report.link, report.content_html) == ("https://a.example/1", "<p>Body</p>")
    assert (report.rights, report.source) == ("© Tide", "Tide House")
    assert report.updated == datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("ines@a.example (Ines Prado)", "Ines Prado"),
        ("Ines Prado &lt;ines@a.example&gt;", "Ines Prado"),
        ("ines@museum.example.museum (Ines)", "Ines"),
        ("ines@a.example", "ines@a.example"),
        ("&quot;Prado, Ines&quot; &lt;ines@a.example&gt;", "Prado, Ines"),
        ("Ines (ines@a.example)", "Ines"),
    ],
)
def test_an_author_is_a_name(written: str, name: str) -> None:
    assert only(f"<title>A</title><author>{written}</author>").authors == (name,)
    second = "<dc:creator>jo@wire.example (Jo)</dc:creator>"
    assert only(f"<title>A</title><author>{written}</author>{second}").authors == (name, "Jo")


@pytest.mark.parametrize(
    ("guid", "link"),
    [
        ("<guid>https://a.example/1</guid>", "https://a.example/1"),
        ('<guid isPermaLink="true">https://a.example/1</guid>', "https://a.example/1"),
        ('<guid isPermaLink="false">https://a.example/1</guid>', ""),
        ("<link>https://a.example/2</link><guid>https://a.example/1</guid>", "https://a.example/2"),
        ("<guid>4711</guid>", ""),
    ],
)
def test_a_guid_is_a_link_only_where_it_says_so(guid: str, link: str) -> None:
    assert only(f"<title>A</title>{guid}").link == link


def test_a_missing_guid_is_doubtful() -> None:
    assert doubts.NO_GUID in only("<title>A</title><link>https://a.example/1</link>").doubtful


@pytest.mark.parametrize("date", ["Mon, 31 Feb 2026 10:00:00 GMT", "2026-13-45", "tomorrow", "99/99/9999"])
def test_impossible_dates_are_never_printed(date: str) -> None:
    report = only(f"<title>A</title><pubDate>{date}</pubDate>")
    assert report.published is None
    assert doubts.UNREADABLE_DATE in report.doubtful


@pytest.mark.parametrize(
    "title",
    [
        "&lt;b&gt;A&lt;/b&gt; &amp;amp; B",
        "<![CDATA[A<script>x()</script> & B]]>",
        "A &amp;amp;amp; B",
        "<b>A</b> &amp; B",
    ],
)
def test_titles_are_plain(title: str) -> None:
    assert only(f"<title>{title}</title>").title == "A & B"


def test_a_picture_has_its_own_words() -> None:
    report = only(
        "<title>A</title><description>Copy</description><media:group><media:credit>J. Tide</media:credit>"
        '<media:content url="https://a.example/1.jpg" type="image/jpeg"><media:description>A tram</media:description>'
        '<media:copyright>© Tide</media:copyright></media:content><media:content url="https://a.example/2.jpg"/></media:group>'
    )
    first, second = report.enclosures
    assert (first.caption, first.credit, first.rights) == ("A tram", "J. Tide", "© Tide")
    assert (second.caption, second.credit, report.summary) == ("", "J. Tide", "Copy")


def test_what_a_feed_says_of_itself() -> None:
    feed = read(
        rss(
            "<title>A</title>",
            "<copyright>© Tide</copyright><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
            "<skipHours><hour>24</hour><hour>3</hour><hour>x</hour></skipHours><skipDays><day>sunday</day></skipDays>"
            '<atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://a.example/feed"/>',
        )
    )
    assert (feed.minutes_between, feed.skip_hours, feed.skip_days) == (360, (0, 3), ("Sunday",))
    assert (feed.hub, feed.self_link) == ("https://hub.example/", "https://a.example/feed")
    assert (feed.rights, feed.items[0].rights) == ("© Tide", "© Tide")


@pytest.mark.parametrize(
    "damage",
    [
        ("</title>", ""),
        ("</item>", ""),
        ("</description>", ""),
        ("]]>", ""),
        ("<item>", "<item><item>"),
        ("<channel>", ""),
        ('<rss version="2.0">', "<br><b>Warning</b>: x on line <b>1</b>"),
        ("</guid>", "</guid></guid>"),
        ("<title>", "<title"),
        ("Copy", "Copy <3 & &nosuch; \x0b"),
    ],
)
def test_damaged_feeds_keep_their_reports(damage: tuple[str, str]) -> None:
    item = "<item><title>N {0}</title><guid>g{0}</guid><description><![CDATA[<p>Copy {0}</p>]]></description></item>"
    whole = f'<rss version="2.0"><channel><title>T</title>{"".join(item.format(n) for n in range(3))}</channel></rss>'

    feed = read(whole.replace(*damage))

    assert [report.guid for report in feed.items] == ["g0", "g1", "g2"]


def test_what_was_pieced_together_is_doubtful() -> None:
    feed = read("<rss><channel><item><title>A</title><item><title>B</title></channel></rss>")
    assert [report.title for report in feed.items] == ["A", "B"]
    assert (feed.way, feed.items[0].doubtful[-1]) == ("recovered", doubts.RECOVERED)


@pytest.mark.parametrize(
    ("written", "declared"),
    [
        ("cp1252", "utf-16"),
        ("utf-8", "utf-16"),
        ("utf-8", "shift_jis"),
        ("cp1252", "shift_jis"),
        ("utf-16", "koi8-r"),
    ],
)
def test_wrong_declarations_of_encodings(written: str, declared: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>' + rss("<title>Müßige Ärzte – à côté</title>")
    assert read(text.encode(written)).items[0].title == "Müßige Ärzte – à côté"


def test_nothing_unsafe_gets_through() -> None:
    harm = (
        "<svg onload=x()><p>1</p></svg><math><mi>2</mi></math><form action=/x><input></form><noscript>3</noscript>"
        '<img src="data:image/svg+xml,&lt;svg onload=x()&gt;"><a href="jav&#x61;script:x()">a</a><a href="&#106;avascript:x()">b</a>'
    )
    report = only(
        f"<title>A</title><description><![CDATA[{harm}]]></description><link>java\tscript:x()</link>"
        '<enclosure url="javascript:x()" type="image/png" length="1"/><enclosure url="data:text/html,x"/>'
    )
    for word in ("svg", "math", "form", "input", "script", "data:", "onload"):
        assert word not in report.content_html
    assert (report.link, report.enclosures) == ("", ())
    assert doubts.REFUSED_LINK in report.doubtful


def _within(inside: bytes) -> bytes:
    return (
        b'<rss version="2.0"><channel><title>T</title><item><title>A</title>'
        + inside
        + b"</item></channel></rss>"
    )


HOSTILE = {
    "attributes": _within(b"<x " + b" ".join(b'a%d="1"' % n for n in range(100_000)) + b"/>"),
    "bare attributes": _within(b"<x " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b"/>"),
    "vocabularies": _within(b"<x " + b" ".join(b'xmlns:n%d="u:%d"' % (n, n) for n in range(50_000)) + b"/>"),
    "comments": _within(b"<!--" * 262_144),
    "depth": _within(b"<a>" * 100_000),
    "titles": _within(b"<title>" * 100_000),
    "sections": _within(b"<title>" + b"<![CDATA[" * 100_000),
    "signs": _within(b"<title>" + b"<" * 500_000 + b"</title>"),
    "zeros in gzip": b"\x1f\x8b\x08\x00" + b"\x00" * 1_000_000,
    "attributes in XHTML": b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><content type="xhtml"><div><p '
    + b" ".join(b'a%d="1"' % n for n in range(100_000))
    + b">x</p></div></content></entry></feed>",
    "comments in a title": _within(b"<title>" + b"<!--" * 262_144 + b"</title>"),
    "titles in a title": _within(b"<title>" + b"<title>" * 40_000 + b"</title>"),
    "document types": b"<rss><channel><item><title>A</title>" + b"<!DOCTYPE " * 100_000,
    "elements": _within(b"<a/>" * 300_000),
    "depth in bodies": _within(b"<description><![CDATA[" + b"<div>" * 1_000_000 + b"]]></description>"),
    "ampersands": _within(b"&" * 1_048_576),
    "an author": _within(b"<author>" + b"[" * 1_000_000 + b"@</author>"),
    "numbers": b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": '
    + b"1" * 1_000_000
    + b"}]}",
    "lists in lists": b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * 1_000_000,
    "empty reports": b'{"version": "https://jsonfeed.org/version/1.1", "items": ['
    + b"{}," * 500_000
    + b"{}]}",
    "entities": b'<!DOCTYPE r [<!ENTITY a "' + b"x" * 50_000 + b'">]><rss><channel><title>' + b"&a;" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_meant_to_hold_us_up_ends(name: str) -> None:
    before = time.process_time()
    found = parse(HOSTILE[name], {}, NOW)
    assert isinstance(found, ParsedFeed | Unparsable)
    # The processor's time, of which each takes half a second or less; without its bound each takes half a minute or more.
    assert time.process_time() - before < 10


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<![CDATA[", "]]>", "<!--", "-->", "&", "<",
             "x", "<feed>", "<entry>", "<author>", "<name>", "<media:group>", "<media:content", ' url="a"', ">", "/>",
             "<guid>", "</guid>", "<?xml", "\x00", "é", "<link/>", "<source>", "</rss>", "<rdf:RDF>", "<content type='xhtml'>"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_any_order_of_a_feeds_own_pieces(pieces: list[str]) -> None:
    found = parse("".join(pieces).encode(), {}, NOW)
    assert isinstance(found, ParsedFeed | Unparsable)
    assert getattr(found, "reason", "") != "The answer could not be read as a feed."


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"<rss", "breaks off"),
        (b"\x89PNG\r\n\x1a\n\x00", "picture"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00", "packed"),
        (b"\x1f\x8b\x08\x00", "packed"),
        (b"<opml version='2.0'><body/></opml>", "OPML"),
        (b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>", "sitemap"),
        (b"\xef\xbb\xbf<!doctype html><p>Down", "web page"),
        ("<!DOCTYPE html><html>".encode("utf-16"), "web page"),
        (b"<h1>502 Bad Gateway</h1>", "web page"),
        (b" \n\t", "empty"),
        (b"x", "not a feed"),
    ],
)
def test_what_is_no_feed_is_told_in_words(body: bytes, told: str) -> None:
    found = parse(body, {}, NOW)
    assert isinstance(found, Unparsable)
    assert told in found.reason
    assert found.evidence.isprintable()


PIECES = [
    "<script>x()</script>", "<script", "</title>", "<title>", "<description>", "</description>", "<![CDATA[", "]]>", "&lt;script&gt;",
    "&amp;lt;script&amp;gt;", "<img src=x onerror=x()>", "&lt;img onerror=x() src='http://a.example/1'&gt;", "javascript:x()", "<link>",
    "</link>", '<a href="jav&#x61;script:x()">', "&lt;a href='&amp;#106;avascript:x()'&gt;b&lt;/a&gt;", "<svg onload=x()>", "</svg>",
    "data:image/svg+xml,<svg onload=x()>", '<enclosure url="javascript:x()" type="image/png"/>', '<media:content url="data:text/html,x"/>',
    "<guid>javascript:x()</guid>", "<item>", "</item>", "<!--", "-->", "<b>", "words", "\x00", "<author>a@b (<script>)</author>",
    '<atom:link href="java\tscript:x()"/>', "&lt;math&gt;&lt;mtext&gt;&lt;style&gt;", "&lt;/style&gt;&lt;img src=x onerror=y&gt;",
]  # fmt: skip
_HANDLER = re.compile(r"<[^>]*\son\w+\s*=", re.IGNORECASE)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25), st.booleans())
def test_whatever_strangers_piece_together_stays_harmless(pieces: list[str], is_json: bool) -> None:
    text = "".join(pieces)
    if is_json:
        item = {"id": text, "url": text, "title": text, "content_html": text, "image": text, "tags": [text]}
        body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})
    else:
        body = rss(text)
    found = parse(body.encode(), {}, NOW)
    for report in found.items if isinstance(found, ParsedFeed) else ():
        html = report.content_html.lower()
        for harm in ("<script", "<svg", "<math", "<style", '="javascript:', '="data:'):
            assert harm not in html
        assert not _HANDLER.search(html)
        for words in (report.title, report.summary, *report.authors, *report.categories):
            assert not re.search(r"<(?:script|img|svg|b)\b", words)
        for address in (report.link, *(file.url for file in report.enclosures)):
            assert address == "" or address.startswith(("http://", "https://"))


def json_feed(**more: object) -> ParsedFeed:
    return read(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 7}], **more}))


def test_json_feeds_say_more_than_their_reports() -> None:
    feed = json_feed(
        expired=True,
        description="<b>Tides</b>",
        authors=[{"name": "Desk"}],
        hubs=[
            {"type": "rssCloud", "url": "https://x.example/"},
            {"type": "WebSub", "url": "https://hub.example/"},
        ],
        feed_url="https://a.example/feed",
        _own={"about": 1},
    )
    assert (feed.hub, feed.self_link, feed.description) == (
        "https://hub.example/",
        "https://a.example/feed",
        "Tides",
    )
    assert (feed.authors, feed.items[0].authors, feed.items[0].guid) == (("Desk",), ("Desk",), "7")
    assert len(feed.notices) == 1
    assert json_feed(items=None).items == ()


def test_odd_reports_of_json_feeds() -> None:
    item = {
        "authors": [{"name": "Ines"}], "author": {"name": "I. Prado"}, "content_text": "One\nTwo <3\n\nThree", "date_published": "soon",
        "external_url": "https://a.example/1", "attachments": [{"url": "https://a.example/1.mp3", "size_in_bytes": "0"}, "x", None],
        "tags": ["sea", 7, None], "language": "de",
    }  # fmt: skip
    (report,) = json_feed(items=[item, None, 3]).items
    assert (report.authors, report.link, report.language) == (("Ines",), "https://a.example/1", "de")
    assert report.content_html == "<p>One<br>Two &lt;3</p><p>Three</p>"
    assert (report.categories, len(report.enclosures), report.published) == (("sea",), 1, None)
    assert {doubts.NO_GUID, doubts.UNREADABLE_DATE} <= set(report.doubtful)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-8-sig"])
def test_json_in_other_encodings(encoding: str) -> None:
    assert (
        read('{"version": "https://jsonfeed.org/version/1", "items": [{"title": "Ä"}]}'.encode(encoding))
        .items[0]
        .title
        == "Ä"
    )
