"""One function from bytes to reports, which never raises on input: ``parse``.

feedparser reads (its sanitiser and its rewriting of links inside HTML are off: ours run once, at the end); what it
chokes on is repaired and read again. What is no feed becomes ``Unparsable`` with the reason in plain words.
"""

import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import feedparser
from django.utils.translation import gettext_noop

from common.html import plain_text
from feeds.parsing import charsets
from feeds.parsing.charsets import put_right
from feeds.parsing.feedparser_entries import feed_link, report_from_entry
from feeds.parsing.jsonfeed import looks_like_json, parse_json
from feeds.parsing.normalising import language_tag
from feeds.parsing.reports import Parsed, ParsedFeed, Unparsable
from feeds.parsing.thinning import MAX_ITEMS, count_items, newest_items

# Twice what a fetch may bring: files are read whole.
MAX_BYTES = 20 * 1024 * 1024
MAX_EVIDENCE = 200

_ILLEGAL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_ILLEGAL_REFERENCE = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));"
)
_DOCTYPE = re.compile(rb"<!DOCTYPE(?:[^\[>]|\[[^\]]*\])*>", re.IGNORECASE)
_LONE_AMPERSAND = re.compile(rb"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[a-zA-Z][\w.-]{0,40};)")
_HTML_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
# Some feeds call themselves HTML in their DOCTYPE.
_FEED_WITHIN = re.compile(rb"<(?:rss|feed|rdf:rdf)[\s>]", re.IGNORECASE)

RECOVERED = gettext_noop("The feed is damaged; what could be read of it was read.")
CUT_OFF = gettext_noop("The feed breaks off in the middle; its last report is incomplete.")
TOO_MANY = gettext_noop("The feed holds more reports than a poll takes; the newest were read.")


def parse(body: bytes, headers: Mapping[str, str], now: datetime | None = None) -> Parsed:
    """Read a feed of any format. ``headers`` are those of the answer; ``content-location`` is its address.

    ``now`` is what dates in the future are measured by. Never raises on input.
    """
    now = now or datetime.now(UTC)
    headers = {name.lower(): str(value) for name, value in headers.items()}
    try:
        return _parse(body, headers, now)
    except RecursionError:
        return Unparsable(gettext_noop("The answer is nested deeper than any feed."), _first_bytes(body))
    except Exception as error:
        return Unparsable(
            gettext_noop("The answer could not be read as a feed."),
            f"{type(error).__name__}: {error}"[:MAX_EVIDENCE],
        )


def _parse(body: bytes, headers: dict[str, str], now: datetime) -> Parsed:
    if refusal := _not_worth_reading(body):
        return refusal
    if looks_like_json(body):
        return parse_json(body, headers, now)
    if _HTML_PAGE.match(body[:2_000]) and not _FEED_WITHIN.search(body[:20_000]):
        return Unparsable(gettext_noop("The answer is a web page (HTML), not a feed."), _first_bytes(body))
    righted = put_right(body, headers)
    if righted is not body and "content-type" in headers:
        headers = {**headers, "content-type": charsets.now_utf8(headers["content-type"])}
    body, left_out = newest_items(righted, now)
    notices = [TOO_MANY] if left_out else []
    found, repaired = _read(body, headers)
    entries = found["entries"]
    if not entries and not found.get("version"):
        return _no_feed(body, found)
    cut_off = _breaks_off(body)
    if cut_off and not entries:
        return Unparsable(
            gettext_noop("The feed breaks off before its first report is complete."),
            _line_of_error(found, body),
        )
    if repaired:
        notices.append(CUT_OFF if cut_off else RECOVERED)
    if len(entries) > MAX_ITEMS:
        notices.append(TOO_MANY)
        entries = entries[:MAX_ITEMS]
    feed, location = found["feed"], headers.get("content-location", "")
    return ParsedFeed(
        title=plain_text(str(dict.get(feed, "title") or "")),
        link=feed_link(feed, location),
        language=language_tag(str(dict.get(feed, "language") or "")),
        version=str(found.get("version") or ""),
        items=tuple(
            report_from_entry(entry, now, location, incomplete=cut_off and position == len(entries) - 1)
            for position, entry in enumerate(entries)
        ),
        notices=tuple(dict.fromkeys(notices)),
        minutes_between=_minutes(dict.get(feed, "ttl")),
    )


def _minutes(ttl: object) -> int:
    text = str(ttl or "").strip()
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _not_worth_reading(body: bytes) -> Unparsable | None:
    if len(body) > MAX_BYTES:
        size = f"{len(body) / 1024 / 1024:.0f} MB"
        return Unparsable(gettext_noop("The answer is larger than a feed may be."), size)
    if not body.strip(b"\x00\t\r\n \xef\xbb\xbf\xfe\xff"):
        return Unparsable(gettext_noop("The answer is empty."), f"{len(body)} bytes")
    return None


def _read(body: bytes, headers: dict[str, str]) -> tuple[dict[str, Any], bool]:
    """feedparser's result and whether the body had to be repaired for it."""
    first = _feedparser(body, headers)
    if (
        first is not None
        and not isinstance(first.get("bozo_exception"), _XML_ERRORS)
        and (first["entries"] or first.get("version"))
    ):
        return first, False
    second = _feedparser(_repaired(body), headers)
    if second is None or (first and len(first["entries"]) > len(second["entries"])):
        second = first
    return second or {"entries": [], "feed": {}}, True


_XML_ERRORS = (feedparser.xml.sax.SAXException,) if hasattr(feedparser, "xml") else (Exception,)


def _feedparser(body: bytes, headers: dict[str, str]) -> dict[str, Any] | None:
    """feedparser's own dictionary; None where it gives up with an exception of its own."""
    # Not the feed's address: feedparser would resolve guids against it, and a feed that moves would bring all anew.
    wanted = {name: headers[name] for name in ("content-type", "content-language") if name in headers}
    try:
        # A stream, never a string: feedparser would take a string for a file or an address to fetch.
        result: dict[str, Any] = feedparser.parse(
            io.BytesIO(body), response_headers=wanted, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception:
        return None
    return result


def _repaired(body: bytes) -> bytes:
    """Without DOCTYPE, characters that XML forbids, lone ampersands, and whatever stands before the first tag."""
    body = _ILLEGAL_REFERENCE.sub(b"", _ILLEGAL.sub(b"", body))
    body = _LONE_AMPERSAND.sub(b"&amp;", _DOCTYPE.sub(b"", body, count=1))
    start = body.find(b"<")
    return body[start:] if start > 0 else body


def _breaks_off(body: bytes) -> bool:
    """Tell whether the last item that begins never ends."""
    tail = body.rstrip()[-50:].lower()
    if tail.endswith((b"</rss>", b"</feed>", b"</rdf:rdf>", b"</channel>")):
        return False
    begun = max(body.rfind(b"<item"), body.rfind(b"<entry"))
    if begun < 0:
        return not re.search(rb"</[\w:-]+\s*>\s*(?:<!--.*-->\s*)?$", body[-200:], re.DOTALL)
    return not re.search(rb"</(?:item|entry)\s*>|/>\s*$", body[begun:])


def _no_feed(body: bytes, found: Mapping[str, Any]) -> Unparsable:
    start = body.lstrip()[:1]
    if start == b"<" and count_items(body) == 0:
        reason = gettext_noop("The answer is XML, but not a feed.")
    elif start == b"<":
        reason = gettext_noop("The feed is damaged beyond reading.")
    else:
        reason = gettext_noop("The answer is not a feed.")
    return Unparsable(reason, _line_of_error(found, body))


def _line_of_error(found: Mapping[str, Any], body: bytes) -> str:
    """Where the reading stopped, with what stands there; else the first bytes."""
    error = found.get("bozo_exception")
    line = getattr(error, "getLineNumber", lambda: None)()
    if not line:
        return _first_bytes(body)
    text = body.splitlines()[line - 1 : line]
    words = text[0].decode("utf-8", "replace").strip() if text else ""
    return f"line {line}: {words}"[:MAX_EVIDENCE]


def _first_bytes(body: bytes) -> str:
    return body[: MAX_EVIDENCE // 2].decode("utf-8", "backslashreplace").replace("\x00", "\\0").strip()
