"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/), read without trusting a single type."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop

from common.html import plain_text
from feeds.parsing.dates import read_date
from feeds.parsing.links import web_address
from feeds.parsing.normalising import Draft, enclosure, language_tag
from feeds.parsing.reports import IncomingReport, Parsed, ParsedFeed, Unparsable
from feeds.parsing.thinning import MAX_ITEMS, TOO_MANY, newest


def looks_like_json(body: bytes) -> bool:
    """Tell by the first character."""
    return body[:200].removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"["))


def parse_json(body: bytes, headers: Mapping[str, str], now: datetime) -> Parsed:
    """Read a JSON Feed; what is JSON but no feed is Unparsable."""
    try:
        data = json.loads(body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))
    except ValueError as error:
        return Unparsable(
            gettext_noop("The answer is damaged JSON: it breaks off or is malformed."), str(error)[:200]
        )
    except RecursionError:
        return Unparsable(gettext_noop("The answer is nested deeper than any feed."), "")
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        return Unparsable(
            gettext_noop("The answer is JSON, but not a JSON Feed."), body[:80].decode("utf-8", "replace")
        )
    version, items = _text(data, "version"), [item for item in data["items"] if isinstance(item, dict)]
    notices = (TOO_MANY,) if len(items) > MAX_ITEMS else ()
    if notices:
        items = [items[at] for at in newest([_instant(item, now) for item in items])]
    feed_url = headers.get("content-location", "") or _text(data, "feed_url")
    people = _names(data)
    language = language_tag(_text(data, "language"))
    return ParsedFeed(
        title=plain_text(_text(data, "title")),
        link=web_address(_text(data, "home_page_url"), feed_url),
        language=language,
        version="json11" if version.endswith("1.1") else "json1",
        items=tuple(_report(item, feed_url, people, now) for item in items),
        notices=notices,
    )


def _instant(item: dict[str, Any], now: datetime) -> datetime | None:
    return read_date(_text(item, "date_published") or _text(item, "date_modified"), now).instant


def _report(item: dict[str, Any], feed_url: str, people: list[str], now: datetime) -> IncomingReport:
    html = _text(item, "content_html")
    files = item.get("attachments")
    pictures = [_text(item, "image"), _text(item, "banner_image")]
    draft = Draft(
        guid=_text(item, "id"),
        link=_text(item, "url") or _text(item, "external_url"),
        base=feed_url,
        title=_text(item, "title"),
        summary=_text(item, "summary"),
        content=html or _text(item, "content_text"),
        content_is_text=not html,
        authors=_names(item) or people,
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        categories=[tag for tag in _list(item, "tags") if isinstance(tag, str)],
        language=_text(item, "language"),
    )
    found = [
        *(
            enclosure(file.get("url"), file.get("mime_type"), file.get("size_in_bytes"), feed_url)
            for file in (files if isinstance(files, list) else [])
            if isinstance(file, dict)
        ),
        *(enclosure(picture, "", None, feed_url) for picture in pictures if picture),
    ]
    draft.enclosures = [file for file in found if file]
    return draft.finished(now)


def _text(data: dict[str, Any], name: str) -> str:
    """The value as text; numbers are what some feeds use as ids, everything else is nothing."""
    value = data.get(name)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _list(data: dict[str, Any], name: str) -> list[Any]:
    value = data.get(name)
    return value if isinstance(value, list) else []


def _names(data: dict[str, Any]) -> list[str]:
    """``authors`` (1.1) or ``author`` (1.0)."""
    people = [*_list(data, "authors"), data.get("author")]
    return [
        name
        for person in people
        if isinstance(person, dict) and (name := _text(person, "name") or _text(person, "url"))
    ]
