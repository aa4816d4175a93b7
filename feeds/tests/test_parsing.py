"""From bytes to reports: every format, and everything that is none."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.parsing import doubts
from feeds.parsing.document import parse
from feeds.parsing.reports import ParsedFeed, Unparsable, as_data, from_data

DATA = Path(__file__).parent / "data"
NOW = datetime(2026, 3, 11, tzinfo=UTC)
RSS = '<?xml version="1.0" encoding="%s"?><rss version="2.0"><channel><title>Zürich – “x”</title><item><title>é</title></item></channel></rss>'


def read(name: str, **headers: str) -> ParsedFeed:
    found = parse((DATA / name).read_bytes(), headers, NOW)
    assert isinstance(found, ParsedFeed)
    return found


def test_it_works() -> None:
    feed = read("rss.xml")

    assert (feed.title, feed.link, feed.language, feed.minutes_between) == (
        "Northline Wire",
        "https://northline.example/",
        "en-gb",
        45,
    )
    first, second = feed.items
    assert (first.guid, first.title) == ("nl-1", "Trams & ferries run again")
    assert first.published == datetime(2026, 3, 10, 9, tzinfo=UTC)
    assert first.summary == "Monthly rosters from March."
    assert "script" not in first.content_html
    assert "onclick" not in first.content_html
    assert (first.authors, first.categories) == (("Ines Prado",), ("work", "Maren"))
    assert first.credit == "Northline"
    assert (first.enclosures[0].url, first.enclosures[0].credit) == (
        "https://northline.example/tram.jpg",
        "J. Tide",
    )
    assert first.doubtful == ()
    assert (second.link, second.doubtful) == ("", (doubts.REFUSED_LINK,))


def test_atom() -> None:
    feed = read("atom.xml")

    (item,) = feed.items
    assert (feed.title, feed.link, item.link) == (
        "Das Blatt",
        "https://blatt.example/",
        "https://blatt.example/zuege",
    )
    assert (item.title, item.credit, item.language) == ("Züge fahren", "dpa", "de")
    assert item.updated == datetime(2026, 3, 10, 10, tzinfo=UTC)
    assert item.enclosures[0].url == "https://blatt.example/bild.png"


def test_rdf() -> None:
    (item,) = read("rdf.xml").items
    assert (item.title, item.summary) == ("Maps found in the attic", "Nine maps.")
    assert item.updated == datetime(2026, 3, 9, tzinfo=UTC)


def test_json_feed() -> None:
    feed = read("feed.json")

    first, second = feed.items
    assert (first.guid, first.authors, first.categories) == ("7", ("Ines",), ("sea",))
    assert first.content_html == "<p>One.</p><p>Two &lt; three.</p>"
    assert {file.url for file in first.enclosures if file.is_image} == {"https://log.example/7.webp"}
    assert (second.guid, second.content_html) == ("bad", "text")


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("utf-8", "utf-8", ""),
        ("utf-8", "utf-8", "application/xml; charset=iso-8859-1"),
        ("utf-8", "iso-8859-1", ""),
        ("utf-8-sig", "utf-8", ""),
        ("cp1252", "windows-1252", ""),
        ("cp1252", "utf-8", ""),
        ("cp1252", "utf-8", "text/xml; charset=windows-1252"),
        ("utf-16", "utf-16", ""),
        ("utf-16", "utf-8", ""),
        ("utf-16-le", "utf-16", "application/xml; charset=utf-16"),
        ("utf-16-be", "utf-16", ""),
        ("utf-32", "utf-32", ""),
        ("utf-8", "no-such-thing", ""),
    ],
)
def test_encodings(encoding: str, declared: str, content_type: str) -> None:
    headers = {"Content-Type": content_type} if content_type else {}

    feed = parse((RSS % declared).encode(encoding), headers, NOW)

    assert isinstance(feed, ParsedFeed)
    assert (feed.title, feed.items[0].title) == ("Zürich – “x”", "é")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b" \r\n\x00", "empty"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "web page"),
        (b"<?xml version='1.0'?><html xmlns='x'></html>", "web page"),
        (b"<note>Buy eels</note>", "not a feed"),
        (b"Buy eels", "not a feed"),
        (b'{"a": 1}', "not a JSON Feed"),
        (b'{"items": [{"id": "1"', "damaged JSON"),
        (b"<rss version='2.0'><channel><title>Cut o", "breaks off"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not a feed"),
        (b"[" * 100_000, ""),
        (b"x" * (20 * 1024 * 1024 + 1), "larger"),
    ],
    ids=str,
)
def test_what_is_no_feed_says_why(body: bytes, words: str) -> None:
    found = parse(body, {}, NOW)

    assert isinstance(found, Unparsable)
    assert words in found.reason


def test_a_feed_that_breaks_off_keeps_what_came() -> None:
    whole = (DATA / "rss.xml").read_bytes()

    found = parse(whole[: whole.index(b"counted at")], {}, NOW)

    assert isinstance(found, ParsedFeed)
    assert [item.guid for item in found.items] == ["nl-1", "nl-2"]
    assert doubts.INCOMPLETE in found.items[1].doubtful
    assert doubts.INCOMPLETE not in found.items[0].doubtful
    assert "breaks off" in found.notices[0]


@pytest.mark.parametrize("harm", [b"&", b"\x0b", b"<", b"&nosuch;", b"]]>"])
def test_ill_formed_feeds_are_read_all_the_same(harm: bytes) -> None:
    body = (DATA / "rss.xml").read_bytes().replace(b"Monthly rosters", b"Monthly " + harm + b" rosters")

    found = parse(body, {}, NOW)

    assert isinstance(found, ParsedFeed)
    assert [item.guid for item in found.items] == ["nl-1", "nl-2"]


@pytest.mark.parametrize(
    "body",
    [
        b"<rss version='2.0'><channel><title>T</title><language>de-at</language><item><title>Eins</title></item>"
        b"<item><title>Two</title><dc:language xmlns:dc='http://purl.org/dc/elements/1.1/'>en</dc:language></item></channel></rss>",
        b'{"version": "https://jsonfeed.org/version/1.1", "language": "de-at", "items": [{"id": "1", "title": "Eins"},'
        b' {"id": "2", "title": "Two", "language": "en"}]}',
    ],
    ids=["RSS", "JSON"],
)
def test_a_report_is_in_the_language_of_its_feed_unless_it_says_another(body: bytes) -> None:
    found = parse(body, {}, NOW)
    assert isinstance(found, ParsedFeed)
    assert [report.language for report in found.items] == ["de-at", "en"]


def test_a_feed_that_calls_itself_html_is_still_one() -> None:
    body = b"<!DOCTYPE html><rss version='2.0'><channel><title>T</title><item><title>A</title></item></channel></rss>"
    assert isinstance(parse(body, {}, NOW), ParsedFeed)


def test_of_many_items_the_newest_are_read() -> None:
    items = "".join(
        f"<item><guid>{number}</guid><title>N {number}</title>"
        f"<pubDate>Mon, {1 + number % 28:02d} {['Jan', 'Feb'][number % 2]} 2026 10:00:00 GMT</pubDate></item>"
        for number in range(1_200)
    )
    body = f"<rss version='2.0'><channel><title>Archive</title>{items}</channel></rss>"

    found = parse(body.encode(), {}, NOW)

    assert isinstance(found, ParsedFeed)
    assert len(found.items) == 500
    assert all(item.published and item.published.month == 2 for item in found.items)
    assert "newest" in found.notices[0]


def test_entities_do_not_explode() -> None:
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<!DOCTYPE rss [<!ENTITY e0 "lol">{layers}]><rss version="2.0"><channel><title>&e9;</title></channel></rss>'

    found = parse(body.encode(), {}, NOW)

    assert len(getattr(found, "title", "")) < 1_000


def test_a_file_outside_is_never_read() -> None:
    body = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&x;</title><item><title>&x;</title></item></channel></rss>'
    assert "root:" not in str(parse(body, {}, NOW))


def test_reports_travel_as_data() -> None:
    for name in ("rss.xml", "atom.xml", "feed.json"):
        feed = read(name)
        assert from_data(as_data(feed)) == feed
    assert from_data(as_data(Unparsable("Why", "what"))) == Unparsable("Why", "what")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_at_all(body: bytes) -> None:
    assert isinstance(parse(body, {}, NOW), ParsedFeed | Unparsable)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2_000), st.binary(max_size=12), st.integers(0, 60))
def test_any_damage_to_a_feed(at: int, put_in: bytes, take_out: int) -> None:
    whole = (DATA / "rss.xml").read_bytes()
    assert isinstance(parse(whole[:at] + put_in + whole[at + take_out :], {}, NOW), ParsedFeed | Unparsable)
