"""One function from bytes to reports, which never raises on input: ``parse``.

feedparser reads (its sanitiser and its rewriting of links inside HTML are off: ours run once, at the end); what it
chokes on is repaired and read again. What is no feed becomes ``Unparsable`` with the reason in plain words.
"""

import gc
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from xml.sax import SAXException

from django.utils.translation import gettext_noop

from feeds.parsing import fast
from feeds.parsing.charsets import put_right, without_marks
from feeds.parsing.dates import read_date
from feeds.parsing.feedparser_entries import Surroundings, names, report_from_entry, value
from feeds.parsing.feedparser_feeds import feed_from_dictionary, rights_of
from feeds.parsing.feedparser_reading import check, read
from feeds.parsing.jsonfeed import looks_like_json, parse_json
from feeds.parsing.mending import mended
from feeds.parsing.normalising import language_tag
from feeds.parsing.refusing import (
    BREAKS_OFF,
    MAX_EVIDENCE,
    first_bytes,
    line_of_error,
    no_feed,
    no_feed_at_all,
    not_worth_reading,
    too_many_elements,
    too_much_markup,
)
from feeds.parsing.repairing import repaired
from feeds.parsing.reports import Parsed, Unparsable
from feeds.parsing.thinning import MAX_ITEMS, TOO_MANY, newest, newest_items
from feeds.parsing.wires.reading import read_wire, read_wire_json

# Of tags and entities in a damaged feed: each is weighed.
MAX_SIGNS = 1_000_000

_ENDS = re.compile(rb"</(?:rss|feed|rdf:rdf|channel)\s*>?$", re.IGNORECASE)

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
        with _uncollected():
            return _parse(body, headers, now, tolerant_only)
    except RecursionError:
        return Unparsable(gettext_noop("The answer is nested deeper than any feed."), first_bytes(body))
    except Exception as error:
        return Unparsable(
            gettext_noop("The answer could not be read as a feed."),
            f"{type(error).__name__}: {error}"[:MAX_EVIDENCE],
        )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Reading makes thousands of objects and no circles: to look for some at every few hundred finds nothing."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _parse(body: bytes, headers: dict[str, str], now: datetime, tolerant_only: bool) -> Parsed:
    if refusal := not_worth_reading(body):
        return refusal
    body = without_marks(put_right(body, headers))
    if looks_like_json(body):
        return too_much_markup(body) or read_wire_json(body, headers, now) or parse_json(body, headers, now)
    if refusal := no_feed_at_all(body):
        return refusal
    if (wire := read_wire(body, headers, now)) is not None:
        return wire
    body, left_out = newest_items(body, now)
    if refusal := too_many_elements(body):
        return refusal
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
        return no_feed(body, found)
    cut_off = _breaks_off(body)
    if cut_off and not entries:
        return Unparsable(BREAKS_OFF, line_of_error(found, body))
    if "error" in found:
        notices.append(CUT_OFF if cut_off else RECOVERED)
    if len(entries) > MAX_ITEMS:
        notices.append(TOO_MANY)
        instants = [read_date(value(entry, "published") or value(entry, "updated"), now) for entry in entries]
        entries = [entries[at] for at in newest([reading.instant for reading in instants])]
    feed, location = found["feed"], headers.get("content-location", "")
    around = _around(feed, location, is_atom=found["version"].startswith("atom"))
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


def _around(feed: dict[str, Any], location: str, *, is_atom: bool) -> Surroundings:
    """What its reports take from the feed. In Atom whoever wrote the feed wrote its entries, in RSS it is the one who
    looks after it; in Atom each element knows its language, in RSS the feed says it once for all.
    """
    if is_atom:
        return Surroundings(location, rights_of(feed), tuple(names(feed)))
    return Surroundings(location, rights_of(feed), (), language_tag(value(feed, "language")))


def _read(body: bytes, language: str | None) -> tuple[dict[str, Any], str]:
    """What the reader found, and in which way. Where the body is ill-formed ``error`` says how."""
    nothing: dict[str, Any] = {"entries": [], "feed": {}, "version": ""}
    try:
        check(body)
        found = read(body, language)
    except (SAXException, UnicodeError) as error:
        nothing["error"] = error
    else:
        if found["entries"] or found["version"]:
            return found, "tolerant"
    if body.count(b"<") + body.count(b"&") > MAX_SIGNS:
        return nothing, ""
    text = body.decode("utf-8", "replace")
    for mend, way in ((repaired, "tolerant"), (mended, "recovered")):
        try:
            better = mend(text).encode()
            check(better)
            found = read(better, language)
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
