"""What each thing that the corpus expects means in our reports: values are compared, no expectation is weakened.

Each name of feedparser's is one of ours or has a reason why it is none. Texts are compared as the product keeps them:
where we keep plain text or sanitised HTML, the expected text passes the same step and must then be the same.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import unquote

from common.html import plain_text, sanitise
from feeds.parsing.dates import read_date
from feeds.parsing.links import web_address
from feeds.parsing.normalising import language_tag, person
from feeds.parsing.reports import IncomingReport, ParsedFeed

BASE = "http://base.invalid/"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Verdict:
    """Whether one expectation is met: None where it is not mapped, for ``reason``."""

    equal: bool | None
    reason: str = ""
    ours: object = None


ALIASES = {
    "guid": "id",
    "description": "summary",
    "tagline": "subtitle",
    "copyright": "rights",
    "modified": "updated",
    "modified_parsed": "updated_parsed",
    "date": "updated",
    "date_parsed": "updated_parsed",
    "issued": "published",
    "issued_parsed": "published_parsed",
    "copyright_detail": "rights_detail",
    "tagline_detail": "subtitle_detail",
    "description_detail": "summary_detail",
}
UNMAPPED = {
    "encoding": "the name of an encoding alone",
    "bozo": "feedparser's own mark of damage alone",
    "bozo_exception": "feedparser's own mark of damage alone",
    "headers": "the answer's headers",
    "etag": "the answer's headers",
    "modified": "the answer's headers",
    "modified_parsed": "the answer's headers",
    "info_detail": "the kind of a part, which shows in its text",
    "where": "places on a map, which our reports do not hold",
    "generator": "the program that wrote the feed",
    "generator_detail": "the program that wrote the feed",
    "image": "the feed's logo",
    "icon": "the feed's logo",
    "logo": "the feed's logo",
    "textinput": "a form for readers of 1999",
    "cloud": "a protocol of 2001 for notifying",
    "docs": "the address of the format's description",
    "comments": "the address of a page of comments",
    "wfw_comment": "the address of a page of comments",
    "wfw_commentrss": "the address of a page of comments",
    "itunes_block": "podcast directories' own flags",
    "itunes_explicit": "podcast directories' own flags",
    "itunes_duration": "podcast directories' own flags",
    "itunes_keywords": "podcast directories' own flags",
    "psc_chapters": "chapters of a recording",
    "expired": "when a report is to vanish",
    "expired_parsed": "when a report is to vanish",
    "validity_start": "the span of time that a text is about",
    "validity_end": "the span of time that a text is about",
    "validity_start_parsed": "the span of time that a text is about",
    "validity_end_parsed": "the span of time that a text is about",
    "thr_in-reply-to": "what a report answers",
    "newlocation": "a move told inside the feed",
    "media_rating": "who may see a film",
    "media_restriction": "in which countries a film may be shown",
    "media_player": "a page that plays a film",
    "madeup_element": "an element nobody knows",
    "abcdefg": "an element nobody knows",
    "guid": "the identity of the feed itself",
    "id": "the identity of the feed itself",
}


def judge(
    path: tuple[str | int, ...], expected: object, *, is_length: bool, feed: ParsedFeed | None
) -> Verdict:
    """Compare one expectation with what was read; None for ``feed`` is a feed that could not be read."""
    if path[0] == "entries" and len(path) == 1 and is_length:
        return Verdict(feed is not None and len(feed.items) == expected)
    if path == ("version",):
        return _same(feed.version if feed else "", expected)
    if path[0] == "feed" and len(path) > 1:
        return _of_feed(
            [ALIASES.get(str(key), key) for key in path[1:]], expected, is_length, feed or ParsedFeed()
        )
    if path[0] == "entries" and len(path) > 2 and isinstance(path[1], int):
        items = feed.items if feed else ()
        report = items[path[1]] if path[1] < len(items) else IncomingReport()
        keys = [ALIASES.get(str(key), key) for key in path[2:]]
        return _of_entry(keys, expected, is_length, report)
    return Verdict(None, UNMAPPED.get(str(path[0]), "nothing that a report holds"))


def _of_feed(keys: list[Any], expected: object, is_length: bool, feed: ParsedFeed) -> Verdict:
    match keys:
        case ["title"] | ["title_detail", "value"]:
            return _same(feed.title, plain_text(str(expected)))
        case ["subtitle"] | ["subtitle_detail", "value"] | ["summary"]:
            return _same(feed.description, plain_text(str(expected))[:1000])
        case ["info"] | ["info_detail", "value"]:
            return _same(feed.description, plain_text(str(expected))[:1000])
        case ["rights"] | ["rights_detail", "value"]:
            return _same(feed.rights, plain_text(str(expected))[:1000])
        case ["ttl"]:
            return _same(str(feed.minutes_between), expected)
        case ["authors" | "contributors" as kind, int(at)] if isinstance(expected, dict):
            return _person_at(feed.authors, at, expected.get("name"), kind)
        case ["links", int()] if isinstance(expected, dict) and expected.get("rel") == "alternate":
            return _one_of(expected.get("href"), (feed.link,))
        case ["link"]:
            return _same(feed.link, web_address(str(expected)))
        case ["language"]:
            return _same(feed.language, language_tag(str(expected)))
        case ["author"] | ["author_detail", "name"]:
            return _same(next(iter(feed.authors), ""), person(str(expected)))
        case ["authors" | "contributors", int(at), "name"]:
            return _person_at(feed.authors, at, expected, keys[0])
        case ["updated" | "updated_parsed" | "published" | "published_parsed" | "created" | "created_parsed"]:
            return _same(feed.updated, _instant(expected))
        case ["tags"] if is_length:
            return _same(len(feed.categories), expected)
        case ["tags", int(at), "term"]:
            return _same(_at(feed.categories, at), plain_text(str(expected)))
        case ["category"]:
            return _same(_at(feed.categories, 0), plain_text(str(expected)))
        case ["links", int(), "href"]:
            return _one_of(expected, (feed.link, feed.self_link, feed.hub))
    return _unmapped(keys)


def _of_entry(keys: list[Any], expected: object, is_length: bool, report: IncomingReport) -> Verdict:
    match keys:
        case ["title"] | ["title_detail", "value"]:
            return _same(report.title, plain_text(str(expected))[:500])
        case ["link"]:
            return _same(report.link, web_address(str(expected)) if expected else "")
        case ["links", int(), "href"]:
            return _one_of(
                expected, (report.link, report.usage_terms, *(file.url for file in report.enclosures))
            )
        case ["id"]:
            return _same(report.guid, " ".join(str(expected).split()))
        case ["guidislink"]:
            return _same(bool(report.guid) and report.link == web_address(report.guid) != "", expected)
        case ["summary"] | ["summary_detail", "value"]:
            return _words(report, str(expected))
        case ["content", int(), "value"]:
            return _same_html(report.content_html, str(expected))
        case ["content", 0, "language"] | ["summary_detail", "language"]:
            return _same(report.language, language_tag(str(expected or "")))
        case ["language"]:
            return _same(report.language, language_tag(str(expected)))
        case ["author"] | ["author_detail", "name"]:
            return _same(_at(report.authors, 0), person(str(expected)))
        case ["authors" | "contributors", int(at), "name"]:
            return _person_at(report.authors, at, expected, keys[0])
        case ["authors" | "contributors" as kind, int(at)] if isinstance(expected, dict):
            return _person_at(report.authors, at, expected.get("name"), kind)
        case ["links", int()] if isinstance(expected, dict) and expected.get("rel") == "alternate":
            return _one_of(expected.get("href"), (report.link,))
        case ["publisher"] | ["publisher_detail", "name"]:
            return _same(report.source, person(str(expected)))
        case ["published" | "published_parsed" | "created" | "created_parsed"]:
            return _same(report.published, _instant(expected))
        case ["updated" | "updated_parsed"]:
            # feedparser gives the time of publishing where a feed names none of updating.
            return _same(report.updated or report.published, _instant(expected))
        case ["tags"] if is_length:
            return _same(len(report.categories), expected)
        case ["tags", int(at), "term"]:
            return _same(_at(report.categories, at), plain_text(str(expected)))
        case ["category"]:
            return _same(_at(report.categories, 0), plain_text(str(expected)))
        case ["rights"] | ["rights_detail", "value"]:
            return _same(report.rights, plain_text(str(expected)))
        case ["license"] | ["media_license", "href"]:
            return _same(report.usage_terms, plain_text(str(expected)))
        case ["source", "title"] | ["source", "title_detail", "value"]:
            return _same(report.source, plain_text(str(expected))[:300])
        case ["source", "rights"] | ["source", "rights_detail", "value"]:
            return _same(report.rights, plain_text(str(expected)))
        case ["source", "author"] | ["source", "author_detail", "name"]:
            return _same(_at(report.authors, 0), person(str(expected)))
        case ["source", "authors", int(at), "name"]:
            return _person_at(report.authors, at, expected, "authors")
        case ["enclosures", int(at)] if isinstance(expected, dict):
            return _file(report, at, expected)
        case ["enclosures", int(at), str(name)]:
            return _file(report, at, {name: expected})
        case ["media_thumbnail", int(), "url"] | ["image", "href"]:
            return _one_of(expected, tuple(file.url for file in report.enclosures))
        case ["media_credit", int(), "content"]:
            return Verdict(str(expected) in report.credit.split(", "), ours=report.credit)
    return _unmapped(keys)


def _words(report: IncomingReport, expected: str) -> Verdict:
    """A summary is our plain summary; where it is all that an entry has, it is our text as well."""
    plain = plain_text(expected)
    ours = (report.summary, plain_text(report.content_html))
    return Verdict(plain in ours, ours=ours)


def _same_html(ours: str, expected: str) -> Verdict:
    """The same HTML after our sanitiser; where the feed says that it is text, the same text."""
    # The second time, with an address to start from, spells the addresses within in one way.
    ours = sanitise(ours, BASE).strip()
    wanted = {sanitise(expected, BASE).strip(), escape(expected.strip(), quote=False)}
    return Verdict(ours in wanted or _loose(ours) in {_loose(text) for text in wanted}, ours=ours)


def _loose(html: str) -> str:
    """White space is one, and an address is the same with its letters escaped."""
    return re.sub(r"\s+", " ", unquote(html)).strip()


def _file(report: IncomingReport, at: int, expected: dict[str, object]) -> Verdict:
    if at >= len(report.enclosures):
        return Verdict(False)
    file = report.enclosures[at]
    ours = {"url": file.url, "href": file.url, "type": file.type, "length": str(file.length or "")}
    known = {name: value for name, value in expected.items() if name in ours}
    return Verdict(all(ours[name] == value for name, value in known.items()), ours=ours)


def _person_at(names: tuple[str, ...], at: int, expected: object, kind: str) -> Verdict:
    if kind == "contributors":
        return (
            Verdict(str(expected) in names, ours=names)
            if names
            else Verdict(None, "who contributed beside the author")
        )
    return _same(_at(names, at), person(str(expected)))


def _at(names: tuple[str, ...], at: int) -> str:
    return names[at] if at < len(names) else ""


def _one_of(expected: object, addresses: tuple[str, ...]) -> Verdict:
    return Verdict(web_address(str(expected)) in addresses, ours=addresses)


def _instant(expected: object) -> datetime | None:
    if isinstance(expected, tuple):
        return datetime(*expected[:6], tzinfo=UTC)
    return read_date(str(expected), NOW).instant


def _same(ours: object, expected: object) -> Verdict:
    return Verdict(ours == expected, ours=ours)


_PARTS: dict[str, str] = {
    "base": "the base of a part, which shows in its links",
    "type": "the kind of a part, which shows in its text",
    "scheme": "which list a category is of",
    "label": "a second name of a category",
    "email": "the address of a person, whose name we keep",
    "url": "the page of a person, whose name we keep",
    "href": "the page of a person, whose name we keep",
    "rel": "how a link is meant, which shows in where we put it",
    "role": "what the one who is credited did",
    "hreflang": "the language of what is linked",
    "title": "the title of what is linked",
    "length": "the size of what is linked",
    "src": "a text that stands elsewhere",
    "language": "the language of a title or another part alone",
}


def _unmapped(keys: list[Any]) -> Verdict:
    first, last = str(keys[0]), str(keys[-1])
    if first == "source":
        return Verdict(None, "more of an entry's source than its name, rights and authors")
    if first in UNMAPPED:
        return Verdict(None, UNMAPPED[first])
    return Verdict(None, _PARTS.get(last, "nothing that a report holds"))
