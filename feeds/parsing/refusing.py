"""What is no feed, or more than any feed, told in plain words before and after anything is read."""

import re
from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext_noop

from feeds.parsing.reports import Unparsable
from feeds.parsing.thinning import count_items

# Twice what a fetch may bring: files are read whole.
MAX_BYTES = 20 * 1024 * 1024
MAX_EVIDENCE = 200
# Feeds have ten; what each costs grows with their number.
MAX_VOCABULARIES = 300
# Five hundred reports whose texts have 400 elements each.
MAX_ELEMENTS = 200_000
# Of tags, escaped ones too: five hundred reports with 600 elements in each text.
MAX_MARKS = 600_000
_MARKS = (b"<", b"&lt;", b"\\u003c", b"\\u003C")
TOO_MANY_ELEMENTS = gettext_noop("The answer holds more elements than any feed.")

# Anything but space, zeros, and marks of byte order.
_WRITTEN = re.compile(rb"[^\x00\t\r\n \xef\xbb\xbf\xfe\xff]")
_PREFIX = re.compile(rb"xmlns:([\w.-]{1,60})")
_HTML_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|h[1-6]|div|p|br|b|center|table|script|style|meta|span|font|pre|form)\b",
    re.IGNORECASE | re.DOTALL,
)
# Some feeds call themselves HTML in their DOCTYPE, or begin after a program's warning.
_FEED_WITHIN = re.compile(rb"<(?:rss|feed|rdf:rdf|channel)[\s>]", re.IGNORECASE)
_ROOT = re.compile(
    rb"(?:<\?.*?\?>|<!--.*?-->|<!doctype[^>]*>|\s)*<([A-Za-z][\w.:-]{0,40})", re.IGNORECASE | re.DOTALL
)
_FEED_ROOTS = {"rss", "feed", "rdf:rdf", "channel"}
_OTHER_ROOTS = {
    "opml": gettext_noop("The answer is a list of feeds (OPML), not a feed."),
    "urlset": gettext_noop("The answer is a list of a site's pages (sitemap), not a feed."),
    "sitemapindex": gettext_noop("The answer is a list of a site's pages (sitemap), not a feed."),
    "svg": gettext_noop("The answer is a picture, not a feed."),
}
_PACKED = gettext_noop("The answer is a packed file (gzip or ZIP), not a feed.")
_PICTURE = gettext_noop("The answer is a picture, not a feed.")
_RECORDING = gettext_noop("The answer is a recording or a film, not a feed.")
# By their first bytes.
_FILES = (
    (b"%PDF-", gettext_noop("The answer is a PDF document, not a feed.")),
    (b"\x1f\x8b", _PACKED),
    (b"PK\x03\x04", _PACKED),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"RIFF", _PICTURE),
    (b"ID3", _RECORDING),
    (b"OggS", _RECORDING),
)
BREAKS_OFF = gettext_noop("The feed breaks off before its first report is complete.")


def not_worth_reading(body: bytes) -> Unparsable | None:
    """Why these bytes are not looked into: too many, none at all, or a file of another kind."""
    if len(body) > MAX_BYTES:
        size = f"{len(body) / 1024 / 1024:.0f} MB"
        return Unparsable(gettext_noop("The answer is larger than a feed may be."), size)
    if not _WRITTEN.search(body):
        return Unparsable(gettext_noop("The answer is empty."), f"{len(body)} bytes")
    return next((Unparsable(why, first_bytes(body)) for mark, why in _FILES if body.startswith(mark)), None)


def no_feed_at_all(text: bytes) -> Unparsable | None:
    """Why this text, in UTF-8 and no JSON, is not read: a web page, or more vocabularies or elements than any feed has."""
    if _HTML_PAGE.match(text[:2_000]) and not _FEED_WITHIN.search(text[:20_000]):
        reason = gettext_noop("The answer is a web page (HTML), not a feed.")
        return Unparsable(reason, first_bytes(text))
    if text.count(b"xmlns:") > MAX_VOCABULARIES:
        prefixes = {found[1] for found in _PREFIX.finditer(text)}
        if len(prefixes) > MAX_VOCABULARIES:
            reason = gettext_noop("The answer names more vocabularies than any feed has.")
            return Unparsable(reason, f"{len(prefixes)} xmlns")
    return None


def too_much_markup(text: bytes) -> Unparsable | None:
    """Why a text whose reports were counted would take too long to clean."""
    # Each takes a byte at least: most feeds are shorter, and nothing in them has to be counted.
    if len(text) > MAX_MARKS and sum(text.count(mark) for mark in _MARKS) > MAX_MARKS:
        return Unparsable(TOO_MANY_ELEMENTS, first_bytes(text))
    return None


def too_many_elements(text: bytes) -> Unparsable | None:
    """Why XML whose reports were counted is still too much to read."""
    # Most feeds have fewer signs than that; only of the others the elements are counted.
    if len(text) > MAX_ELEMENTS and text.count(b"<") > MAX_ELEMENTS and _holds_too_many(text):
        return Unparsable(TOO_MANY_ELEMENTS, first_bytes(text))
    return too_much_markup(text)


def _holds_too_many(text: bytes) -> bool:
    left = iter(range(MAX_ELEMENTS))
    parser = expat.ParserCreate("utf-8")

    def count(_name: str, _attributes: dict[str, str]) -> None:
        if next(left, None) is None:
            raise StopIteration

    parser.StartElementHandler = count
    try:
        parser.Parse(text, True)
    except StopIteration:
        return True
    except expat.ExpatError:
        pass
    return False


def no_feed(body: bytes, found: Mapping[str, Any]) -> Unparsable:
    """What it is instead, as far as can be told."""
    root = _ROOT.match(body[:4_000])
    name = root[1].decode("ascii", "replace").lower() if root else ""
    if name in _OTHER_ROOTS:
        reason = _OTHER_ROOTS[name]
    elif body[:1] == b"<" and count_items(body):
        reason = gettext_noop("The feed is damaged beyond reading.")
    elif name in _FEED_ROOTS:
        reason = BREAKS_OFF
    elif body[:1] == b"<":
        reason = gettext_noop("The answer is XML, but not a feed.")
    else:
        reason = gettext_noop("The answer is not a feed.")
    return Unparsable(reason, line_of_error(found, body))


def line_of_error(found: Mapping[str, Any], body: bytes) -> str:
    """Where the reading stopped, with what stands there; else the first bytes."""
    line = getattr(found.get("error"), "line", 0)
    if not line:
        return first_bytes(body)
    text = body.splitlines()[line - 1 : line]
    words = _shown(text[0][: MAX_EVIDENCE * 4]) if text else ""
    return f"line {line}: {words}"[:MAX_EVIDENCE]


def first_bytes(body: bytes) -> str:
    """The beginning of a body as it may be shown."""
    return _shown(body[: MAX_EVIDENCE // 2])


def _shown(part: bytes) -> str:
    words = part.decode("utf-8", "backslashreplace").replace("\x00", "\\0").strip()
    return "".join(letter if letter.isprintable() else " " for letter in words)
