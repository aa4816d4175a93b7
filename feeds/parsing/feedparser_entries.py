"""From feedparser's dictionaries to our reports: the only module that knows how feedparser names things."""

from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from feeds.parsing.links import web_address
from feeds.parsing.normalising import Draft, enclosure
from feeds.parsing.reports import Enclosure, IncomingReport

TEXT_TYPES = {"text/plain", "text", "plain"}


def report_from_entry(
    entry: dict[str, Any], now: datetime, location: str, *, incomplete: bool = False
) -> IncomingReport:
    """One entry as an IncomingReport. ``location`` is the feed's own address, which relative ones start from."""
    content = _content(entry)
    summary = _value(entry, "summary")
    summary_is_text = _type(entry, "summary_detail") in TEXT_TYPES
    base = _joined(location, _text(content.get("base")) or _text(_dict(entry, "summary_detail").get("base")))
    title_base = _text(_dict(entry, "title_detail").get("base"))
    content_is_text = _text(content.get("type")).lower() in TEXT_TYPES if content else summary_is_text
    body = _text(content.get("value")) if content else summary
    credits = [_text(row.get("content")) for row in _rows(entry, "media_credit")]
    draft = Draft(
        guid=_value(entry, "id"),
        link=_value(entry, "link"),
        base=_joined(location, title_base) if title_base else base,
        title=_value(entry, "title"),
        summary=summary if content else "",
        content=body,
        content_is_text=content_is_text and "</" not in body,
        content_base=base,
        authors=_authors(entry),
        published=_value(entry, "published") or _value(entry, "created"),
        updated=_value(entry, "updated"),
        categories=[_text(tag.get("term")) or _text(tag.get("label")) for tag in _rows(entry, "tags")],
        enclosures=_enclosures(entry, base, ", ".join(credit for credit in credits if credit)),
        media_credit=", ".join(credit for credit in credits if credit),
        rights=_value(entry, "rights"),
        source=_text(_dict(entry, "source").get("title")) or _value(entry, "dc_source"),
        language=_value(entry, "language")
        or _text(content.get("language"))
        or _text(_dict(entry, "title_detail").get("language")),
        incomplete=incomplete,
    )
    return draft.finished(now)


def feed_link(feed: dict[str, Any], base: str) -> str:
    """The page that the feed belongs to."""
    return web_address(_value(feed, "link"), base)


def _joined(location: str, base: str) -> str:
    """The base that the document names, itself resolved against the document's address."""
    try:
        return urljoin(location, base)
    except ValueError:
        return location


def _content(entry: dict[str, Any]) -> dict[str, Any]:
    """The fullest text of the entry that is HTML or plain."""
    rows = _rows(entry, "content")
    readable = [
        row
        for row in rows
        if _text(row.get("type")).split("/")[0] not in {"image", "audio", "video"} and _text(row.get("value"))
    ]
    return max(readable, key=lambda row: ("html" in _text(row.get("type")), 0), default={})


def _authors(entry: dict[str, Any]) -> list[str]:
    names = [_text(row.get("name")) or _text(row.get("email")) for row in _rows(entry, "authors")]
    return [name for name in names if name] or [_value(entry, "author")]


def _enclosures(entry: dict[str, Any], base: str, credit: str) -> list[Enclosure]:
    files = [
        enclosure(row.get("href"), row.get("type"), row.get("length"), base)
        for row in _rows(entry, "links")
        if row.get("rel") == "enclosure"
    ]
    files += [
        enclosure(row.get("url"), row.get("type") or _medium(row), row.get("filesize"), base, credit=credit)
        for row in _rows(entry, "media_content")
    ]
    if not files:
        files = [
            enclosure(row.get("url"), "", None, base, credit=credit)
            for row in _rows(entry, "media_thumbnail")
        ]
    return [file for file in files if file]


def _medium(row: dict[str, Any]) -> str:
    """Media RSS may say "image" without saying which kind."""
    return "image/*" if row.get("medium") == "image" else ""


def _value(data: dict[str, Any], name: str) -> str:
    # dict.get: feedparser's own lookup maps "updated" to "published" and warns about it.
    return _text(dict.get(data, name))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _dict(data: dict[str, Any], name: str) -> dict[str, Any]:
    value = dict.get(data, name)
    return value if isinstance(value, dict) else {}


def _type(data: dict[str, Any], name: str) -> str:
    return _text(_dict(data, name).get("type")).lower()


def _rows(data: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = dict.get(data, name)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
