"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/), read without trusting a single type."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any

from django.utils.translation import gettext_noop

from common.html import plain_text
from feeds.parsing.dates import read_date
from feeds.parsing.links import web_address
from feeds.parsing.normalising import MAX_BODY, Draft, distinct, enclosure, language_tag
from feeds.parsing.reports import IncomingReport, Parsed, ParsedFeed, Unparsable
from feeds.parsing.thinning import MAX_ITEMS, TOO_MANY, newest

MAX_TEXT = 1_000
# Of a list within a report; fifty are kept, each once.
MAX_READ = 200
# Of these the newest are chosen.
MAX_WEIGHED = 100_000
ENDED = gettext_noop("The feed says that nothing will come any more.")


def looks_like_json(body: bytes) -> bool:
    """Tell by the first character."""
    return body.startswith((b"{", b"["))


def parse_json(body: bytes, headers: Mapping[str, str], now: datetime) -> Parsed:
    """Read a JSON Feed; what is JSON but no feed is Unparsable."""
    try:
        data = json.loads(body.decode("utf-8", "replace"))
    except ValueError as error:
        return Unparsable(
            gettext_noop("The answer is damaged JSON: it breaks off or is malformed."), str(error)[:200]
        )
    except RecursionError:
        return Unparsable(gettext_noop("The answer is nested deeper than any feed."), "")
    version = _text(data, "version") if isinstance(data, dict) else ""
    if not isinstance(data, dict) or not (isinstance(data.get("items"), list) or _is_empty(data, version)):
        return Unparsable(
            gettext_noop("The answer is JSON, but not a JSON Feed."), body[:80].decode("utf-8", "replace")
        )
    items = [item for item in _list(data, "items")[:MAX_WEIGHED] if isinstance(item, dict)]
    notices = [TOO_MANY] if len(items) > MAX_ITEMS else []
    if notices:
        items = [items[at] for at in newest([_instant(item, now) for item in items])]
    if data.get("expired") is True:
        notices.append(ENDED)
    feed_url = headers.get("content-location", "") or _text(data, "feed_url")
    people, language = _names(data), language_tag(_text(data, "language"))
    return ParsedFeed(
        title=plain_text(_text(data, "title")),
        link=web_address(_text(data, "home_page_url"), feed_url),
        language=language,
        version="json11" if version.endswith("1.1") else "json1",
        items=tuple(_report(item, feed_url, people, language, now) for item in items),
        notices=tuple(notices),
        hub=next((address for hub in _rows(data, "hubs") if (address := _hub(hub, feed_url))), ""),
        self_link=web_address(_text(data, "feed_url"), feed_url),
        description=plain_text(_text(data, "description"))[:MAX_TEXT],
        authors=distinct(people),
        way="own",
    )


def _is_empty(data: dict[str, Any], version: str) -> bool:
    """Tell whether it is a feed that says that it has nothing."""
    return "jsonfeed.org" in version and "items" in data and data["items"] is None


def _hub(hub: dict[str, Any], base: str) -> str:
    """The address of a hub that speaks WebSub; others speak protocols that nobody here knows."""
    return web_address(_text(hub, "url"), base) if _text(hub, "type").lower() == "websub" else ""


def _instant(item: dict[str, Any], now: datetime) -> datetime | None:
    return read_date(_text(item, "date_published") or _text(item, "date_modified"), now).instant


def _report(
    item: dict[str, Any], feed_url: str, people: list[str], language: str, now: datetime
) -> IncomingReport:
    pictures = [_text(item, "image"), _text(item, "banner_image")]
    found = [
        *(
            enclosure(file.get("url"), file.get("mime_type"), file.get("size_in_bytes"), feed_url)
            for file in _rows(item, "attachments")
        ),
        *(enclosure(picture, "", None, feed_url) for picture in pictures if picture),
    ]
    return Draft(
        guid=_text(item, "id"),
        link=_text(item, "url") or _text(item, "external_url"),
        base=feed_url,
        title=_text(item, "title"),
        summary=_text(item, "summary"),
        content=_text(item, "content_html") or _paragraphs(_text(item, "content_text")),
        authors=_names(item) or people,
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        categories=[tag for tag in _list(item, "tags")[:MAX_READ] if isinstance(tag, str)],
        enclosures=[file for file in found if file],
        language=_text(item, "language") or language,
    ).finished(now)


def _paragraphs(text: str) -> str:
    """Plain text as HTML: blank lines part paragraphs, and a line ends where it ends."""
    text = escape(text[:MAX_BODY].strip(), quote=False)
    parts = [part.strip().replace("\n", "<br>") for part in re.split(r"\n[ \t\r]*\n", text)]
    return "".join(f"<p>{part}</p>" for part in parts if part) if len(parts) > 1 else parts[0]


def _text(data: dict[str, Any], name: str) -> str:
    """The value as text; numbers are what some feeds use as ids, everything else is nothing."""
    value = data.get(name)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _list(data: dict[str, Any], name: str) -> list[Any]:
    value = data.get(name)
    return value if isinstance(value, list) else []


def _rows(data: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects in the list under a name, as many as anybody looks at."""
    return [row for row in _list(data, name)[:MAX_READ] if isinstance(row, dict)]


def _names(data: dict[str, Any]) -> list[str]:
    """``authors`` (1.1); where nobody is named there, ``author`` (1.0)."""
    author = data.get("author")
    for people in (_rows(data, "authors"), [author] if isinstance(author, dict) else []):
        if found := [name for one in people if (name := _text(one, "name") or _text(one, "url"))]:
            return found
    return []
