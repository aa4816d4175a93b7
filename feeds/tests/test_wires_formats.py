"""ninjs, NewsML-G2 and NITF become the same report, whatever each calls its parts; what is damaged is told in words."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.parsing.document import parse
from feeds.parsing.reports import IncomingReport, ParsedFeed, Unparsable, as_data, from_data

NOW = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
DATA = Path(__file__).parent / "data" / "wires"


def read(body: bytes) -> ParsedFeed:
    parsed = parse(body, {}, NOW)
    assert isinstance(parsed, ParsedFeed), parsed
    return parsed


def one(name: str) -> IncomingReport:
    (report,) = read((DATA / name).read_bytes()).items
    return report


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 25, hour, minute, tzinfo=UTC)


def test_it_works() -> None:
    report = one("ninjs1.json")
    assert (report.guid, report.version, report.status, report.urgency) == (
        "urn:newsml:harbour.example:20261125:0001",
        "3",
        "usable",
        2,
    )
    assert report.title == "Night ferry runs again after the storm"
    assert (
        report.content_html == "<p>The night ferry left the harbour at ten.</p><p>All berths were taken.</p>"
    )
    assert report.summary == "The crossing was closed for two days."
    assert (report.dateline, report.byline) == ("Lisbon", "By Ines Prado and Tomas Reyes")
    assert report.authors == ("Ines Prado", "Tomas Reyes")
    assert (report.published, report.updated, report.embargo) == (at(1, 10), at(2, 5), at(5))
    assert (report.credit, report.rights) == ("Harbour Wire", "© 2026 Harbour Wire. All rights reserved.")
    assert report.usage_terms == "Internet only. No archive after 7 days."
    assert report.restrictions == ("web_only", "no_archive", "no_picture_reuse", "days:7")
    assert report.note == "Eds: adds number of berths"
    assert report.categories == ("Transport", "Report")
    (picture,) = report.enclosures
    assert (picture.url, picture.caption, picture.credit, picture.rights, picture.length) == (
        "https://pictures.example/o.jpg",
        "The ferry at its berth",
        "Marta Lund",
        "One-time use",
        90210,
    )
    assert report.doubtful == ("restricted-in-words",)


def test_ninjs_2_says_the_same_in_lists() -> None:
    report = one("ninjs2.json")
    assert (report.title, report.summary) == ("Nachtfähre fährt wieder", "Zwei Tage lag sie still.")
    assert report.content_html == "<p>Die Nachtfähre legte um zehn ab.</p>"
    assert (report.authors, report.credit, report.source) == (("Ines Prado",), "Hafenfunk", "Hafenfunk")
    assert (report.rights, report.restrictions) == ("© Hafenfunk", ("no_syndication",))
    assert [file.url for file in report.enclosures] == ["https://pictures.example/h.jpg"]
    assert report.link == "https://wire.example/items/4711"


def test_ninjs_3_writes_its_names_otherwise() -> None:
    report = one("ninjs3.json")
    assert (report.version, report.status, report.urgency) == ("2", "withheld", 4)
    assert report.content_html == "<p>The harbour closes on Monday.</p><p>It opens again in May.</p>"
    assert (report.published, report.updated) == (at(2), at(3, 5))
    assert (report.rights, report.restrictions) == ("© 2026 Harbour Wire", ("credit_required",))
    assert report.link == "https://wire.example/harbour"
    assert "withheld" in report.doubtful  # so the desk reads why it waits


@pytest.mark.parametrize("envelope", ["list", "items", "lines", "package", "wrapped"])
def test_ninjs_comes_in_several_envelopes(envelope: str) -> None:
    items = [json.loads((DATA / name).read_bytes()) for name in ("ninjs1.json", "ninjs2.json")]
    body = {
        "list": json.dumps(items),
        "items": json.dumps({"items": items}),
        "lines": "\n".join(json.dumps(item) for item in items) + "\n",
        "package": json.dumps(
            {"uri": "https://wire.example/all", "type": "composite", "associations": items}
        ),
        "wrapped": json.dumps({"data": {"items": [{"meta": {}, "item": item} for item in items]}}),
    }[envelope]
    parsed = read(body.encode())
    assert [report.language for report in parsed.items] == ["en", "de"]
    assert parsed.version == "ninjs"


def test_a_kill_needs_no_text() -> None:
    report = read(b'{"uri": "https://wire.example/1", "pubstatus": "canceled", "type": "text"}').items[0]
    assert (report.guid, report.status) == ("https://wire.example/1", "canceled")


def test_a_status_that_nobody_knows_withholds() -> None:
    body = b'{"uri": "urn:x", "pubstatus": "pending", "headline": "A", "body_text": "B"}'
    assert read(body).items[0].status == "withheld"


def test_json_feed_stays_json_feed() -> None:
    body = b'{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": "1", "content_text": "x \\"headlines\\": y"}]}'
    assert read(body).version == "json11"


@pytest.mark.parametrize(
    "body", [b'{"uri": "urn:x", "headlines": [{"value": 3}, 7, null], "associations": 5, "urgency": {}}']
)
def test_types_that_are_wrong_harm_nothing(body: bytes) -> None:
    assert read(body).items[0].guid == "urn:x"


def test_newsml_with_a_package() -> None:
    report = one("newsml.xml")
    assert (report.guid, report.version, report.status, report.urgency) == (
        "urn:newsml:harbour.example:text1",
        "4",
        "usable",
        3,
    )
    assert (report.title, report.summary) == ("Night ferry runs again", "Closed for two days.")
    assert (
        report.content_html
        == "<p>The night ferry left at <b>ten</b>.</p><p>All berths were taken &amp; paid.</p>"
    )
    assert (report.dateline, report.byline, report.authors) == ("Lisbon", "By Ines Prado", ("Ines Prado",))
    assert (report.published, report.updated, report.embargo) == (at(2), at(3, 5), at(6))
    assert (report.credit, report.source) == ("Harbour Wire", "Harbour Wire")
    assert (report.rights, report.usage_terms) == ("© 2026 Harbour Wire", "No redistribution.")
    assert report.restrictions == ("no_syndication", "no_picture_reuse")
    assert (report.note, report.language) == ("Adds quotes.", "en")
    assert report.categories == ("Shipping", "Report")
    (picture,) = report.enclosures
    assert (picture.url, picture.caption, picture.credit, picture.rights) == (
        "https://pictures.example/h.jpg",
        "The ferry at its berth",
        "Marta Lund/Harbour Wire",
        "Only with this text",
    )


@pytest.mark.parametrize(
    ("code", "status"), [("canceled", "canceled"), ("withheld", "withheld"), ("usable", "usable")]
)
def test_newsml_says_whether_it_may_be_used(code: str, status: str) -> None:
    body = (DATA / "newsml.xml").read_text().replace("stat:usable", f"stat:{code}")
    assert read(body.encode()).items[0].status == status


def test_newsml_around_nitf() -> None:
    text = (DATA / "newsml.xml").read_text()
    nitf = (DATA / "nitf.xml").read_text().partition("?>")[2].partition(">")[2]
    start, end = text.index("<html"), text.index("</html>") + 7
    (report,) = read((text[:start] + nitf + text[end:]).encode()).items
    assert report.guid == "urn:newsml:harbour.example:text1"
    assert "<h2>Berths</h2>" in report.content_html
    assert [file.url for file in report.enclosures] == [
        "https://pictures.example/f.jpg",
        "https://pictures.example/h.jpg",
    ]


def test_nitf() -> None:
    report = one("nitf.xml")
    assert (report.guid, report.version, report.status, report.urgency) == ("HW-20261125-7", "2", "usable", 4)
    assert (report.title, report.summary, report.link) == (
        "Night ferry runs again",
        "Closed for two days.",
        "https://wire.example/ferry",
    )
    html = report.content_html.replace("&nbsp;", " ").replace("\n", "")
    assert "<p>The night ferry left at <strong>ten</strong>, said Rui Alves.</p>" in html
    assert "<h2>Berths</h2>" in html
    assert "<blockquote><p>Nobody slept.</p></blockquote>" in html
    assert "<ul><li>One</li><li>Two</li></ul>" in html
    assert '<td colspan="2">b</td>' in html
    assert "berth</p>" not in html  # a caption stands with its picture
    assert (report.dateline, report.byline, report.authors) == ("Lisbon", "Ines Prado", ("Ines Prado",))
    assert (report.published, report.embargo) == (at(3, 5), at(6))
    assert (report.credit, report.rights) == ("Harbour Wire", "© 2026 Harbour Wire")
    assert report.restrictions == ("no_archive",)
    assert report.categories == ("Ferries", "Storm")
    assert report.note == "ATTN desks: adds quote Corrects the hour in paragraph 1"
    (picture,) = report.enclosures
    assert (picture.url, picture.caption, picture.credit) == (
        "https://pictures.example/f.jpg",
        "The ferry at its berth",
        "Marta Lund",
    )


@pytest.mark.parametrize("name", ["newsml.xml", "nitf.xml"])
def test_a_file_that_breaks_off_is_told(name: str) -> None:
    body = (DATA / name).read_bytes()
    parsed = parse(body[: len(body) // 2], {}, NOW)
    assert isinstance(parsed, Unparsable)
    assert "breaks off" in parsed.reason
    assert parsed.evidence.startswith("line ")


def test_nothing_is_fetched_and_no_entity_grows() -> None:
    bomb = b'<!DOCTYPE nitf [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><nitf><body><body.content><p>&b;</p></body.content></body></nitf>'
    report = read(bomb).items[0]
    assert "aaaa" not in report.content_html
    deep = b"<nitf>" + b"<block>" * 5_000
    assert isinstance(parse(deep, {}, NOW), Unparsable)


def test_planning_is_no_copy() -> None:
    parsed = parse(b'<planningItem xmlns="http://iptc.org/std/nar/2006-10-01/"/>', {}, NOW)
    assert isinstance(parsed, Unparsable)


def test_reports_of_wires_travel_between_processes() -> None:
    parsed = read((DATA / "ninjs1.json").read_bytes())
    assert from_data(json.loads(json.dumps(as_data(parsed)))) == parsed


@pytest.mark.parametrize(
    ("said", "rights", "terms"),
    [
        ('{"copyrightholder": "Agency", "usageterms": "Online only"}', "© Agency", "Online only"),
        ('[{"linkedrights": "https://agency.example/terms"}]', "", "https://agency.example/terms"),
        ('[{"copyrightNotice": "© A", "linkedRights": "no address"}, 7]', "© A", ""),
        ('"all rights reserved"', "", ""),
    ],
)
def test_ninjs_rightsinfo_is_read(said: str, rights: str, terms: str) -> None:
    """Where the item does not say it itself."""
    body = f'{{"uri": "urn:1", "pubstatus": "usable", "headline": "Ferry", "body_text": "Words.", "rightsinfo": {said}}}'
    found = read(body.encode())
    assert (found.items[0].rights, found.items[0].usage_terms) == (rights, terms)
