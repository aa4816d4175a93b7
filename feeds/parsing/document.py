"""One function from bytes to reports, which never raises on input: ``parse``.

feedparser reads (its sanitiser and its rewriting of links inside HTML are off: ours run once, at the end); what it
chokes on is repaired and read again. What is no feed becomes ``Unparsable`` with the reason in plain words.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from xml.sax import SAXException

from django.utils.translation import gettext_noop

from feeds.parsing import fast
from feeds.parsing.charsets import put_right
from feeds.parsing.dates import read_date
from feeds.parsing.feedparser_entries import Surroundings, names, report_from_entry, value
from feeds.parsing.feedparser_feeds import feed_from_dictionary, rights_of
from feeds.parsing.feedparser_reading import read
from feeds.parsing.jsonfeed import looks_like_json, parse_json
from feeds.parsing.mending import mended
from feeds.parsing.repairing import repaired
from feeds.parsing.reports import Parsed, Unparsable
from feeds.parsing.thinning import MAX_ITEMS, TOO_MANY, count_items, newest, newest_items
from feeds.parsing.wires.reading import read_wire, read_wire_json

# Twice what a fetch may bring: files are read whole.
MAX_BYTES = 20 * 1024 * 1024
MAX_EVIDENCE = 200
# Feeds have ten; what each costs grows with their number.
MAX_VOCABULARIES = 300

_PREFIX = re.compile(rb"xmlns:([\w.-]{1,60})")
_HTML_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_ENDS = re.compile(rb"</(?:rss|feed|rdf:rdf|channel)\s*>?$", re.IGNORECASE)
# Some feeds call themselves HTML in their DOCTYPE.
_FEED_WITHIN = re.compile(rb"<(?:rss|feed|rdf:rdf)[\s>]", re.IGNORECASE)

RECOVERED = gettext_noop("The feed is damaged; what could be read of it was read.")
CUT_OFF = gettext_noop("The feed breaks off in the middle; its last report is incomplete.")


def parse(
    body: bytes, headers: Mapping[str, str], now: datetime | None = None, *, tolerant_only: bool = False
) -> Parsed:
    """Read a feed of any format. ``headers`` are those of the answer; ``content-location`` is its address.

    ``now`` is what dates in the future are measured by; ``tolerant_only`` leaves out the fast way, whose result is the
    same. Never raises on input.
    """
    now = now or datetime.now(UTC)
    headers = {name.lower(): str(value) for name, value in headers.items()}
    try:
        return _parse(body, headers, now, tolerant_only)
    except RecursionError:
        return Unparsable(gettext_noop("The answer is nested deeper than any feed."), _first_bytes(body))
    except Exception as error:
        return Unparsable(
            gettext_noop("The answer could not be read as a feed."),
            f"{type(error).__name__}: {error}"[:MAX_EVIDENCE],
        )


def _parse(body: bytes, headers: dict[str, str], now: datetime, tolerant_only: bool) -> Parsed:
    if refusal := _not_worth_reading(body):
        return refusal
    if looks_like_json(body):
        return read_wire_json(body, headers, now) or parse_json(body, headers, now)
    if _HTML_PAGE.match(body[:2_000]) and not _FEED_WITHIN.search(body[:20_000]):
        return Unparsable(gettext_noop("The answer is a web page (HTML), not a feed."), _first_bytes(body))
    body = put_right(body, headers).lstrip()
    if (wire := read_wire(body, headers, now)) is not None:
        return wire
    body, left_out = newest_items(body, now)
    language = headers.get("content-language")
    quick = None if tolerant_only else fast.read(body, language)
    found, way = (quick, "fast") if quick else _read(body, language)
    return _reports(found, way, body, headers, now, [TOO_MANY] if left_out else [])


def _reports(
    found: dict[str, Any], way: str, body: bytes, headers: dict[str, str], now: datetime, notices: list[str]
) -> Parsed:
    entries = found["entries"]
    last = entries[-1] if entries else None
    if not entries and not found["version"]:
        return _no_feed(body, found)
    cut_off = _breaks_off(body)
    if cut_off and not entries:
        reason = gettext_noop("The feed breaks off before its first report is complete.")
        return Unparsable(reason, _line_of_error(found, body))
    if "error" in found:
        notices.append(CUT_OFF if cut_off else RECOVERED)
    if len(entries) > MAX_ITEMS:
        notices.append(TOO_MANY)
        instants = [read_date(value(entry, "published") or value(entry, "updated"), now) for entry in entries]
        entries = [entries[at] for at in newest([reading.instant for reading in instants])]
    feed, location = found["feed"], headers.get("content-location", "")
    # In Atom whoever wrote the feed wrote its entries; in RSS it is the one who looks after it.
    authors = tuple(names(feed)) if found["version"].startswith("atom") else ()
    around = Surroundings(location, rights_of(feed), authors)
    items = tuple(
        report_from_entry(
            entry,
            now,
            around,
            incomplete=cut_off and entry is last,
            recovered=way == "recovered",
        )
        for entry in entries
    )
    return feed_from_dictionary(found, items, location, now, notices=tuple(notices), way=way)


def _not_worth_reading(body: bytes) -> Unparsable | None:
    if len(body) > MAX_BYTES:
        size = f"{len(body) / 1024 / 1024:.0f} MB"
        return Unparsable(gettext_noop("The answer is larger than a feed may be."), size)
    if not body.strip(b"\x00\t\r\n \xef\xbb\xbf\xfe\xff"):
        return Unparsable(gettext_noop("The answer is empty."), f"{len(body)} bytes")
    if body.count(b"xmlns:") > MAX_VOCABULARIES:
        prefixes = {found[1] for found in _PREFIX.finditer(body)}
        if len(prefixes) > MAX_VOCABULARIES:
            reason = gettext_noop("The answer names more vocabularies than any feed has.")
            return Unparsable(reason, f"{len(prefixes)} xmlns")
    return None


def _read(body: bytes, language: str | None) -> tuple[dict[str, Any], str]:
    """What the reader found, and in which way. Where the body is ill-formed ``error`` says how."""
    nothing: dict[str, Any] = {"entries": [], "feed": {}, "version": ""}
    try:
        found = read(body, language)
    except (SAXException, UnicodeError) as error:
        nothing["error"] = error
    else:
        if found["entries"] or found["version"]:
            return found, "tolerant"
    text = body.decode("utf-8", "replace")
    for mend, way in ((repaired, "tolerant"), (mended, "recovered")):
        try:
            found = read(mend(text).encode(), language)
        except (SAXException, UnicodeError):
            continue
        if found["entries"] or found["version"]:
            return found | {"error": nothing.get("error")}, way
    return nothing, ""


def _breaks_off(body: bytes) -> bool:
    """Tell whether the last item that begins never ends."""
    if _ENDS.search(body.rstrip()[-50:]):
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
    error = found.get("error")
    line = getattr(error, "getLineNumber", lambda: None)()
    if not line:
        return _first_bytes(body)
    text = body.splitlines()[line - 1 : line]
    words = text[0].decode("utf-8", "replace").strip() if text else ""
    return f"line {line}: {words}"[:MAX_EVIDENCE]


def _first_bytes(body: bytes) -> str:
    return body[: MAX_EVIDENCE // 2].decode("utf-8", "backslashreplace").replace("\x00", "\\0").strip()
