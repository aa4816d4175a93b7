"""ninjs, the IPTC's news in JSON, 1.x to 3.x, read without trusting a single type.

The versions differ in how their words are written (``versioncreated``, ``versionCreated``; ``body_html``, ``bodies``;
``subject``, ``subjects``), so names are compared in small letters without underscores.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from feeds.parsing.links import web_address
from feeds.parsing.normalising import Draft, enclosure
from feeds.parsing.reports import Enclosure, IncomingReport, ParsedFeed
from feeds.parsing.thinning import newest_reports
from feeds.parsing.wires.saying import names_of, status_of, urgency_of

Data = Mapping[str, Any]
_TELLING = re.compile(
    rb'"(?:pubstatus|versioncreated|headlines|bodies|descriptions|body_\w+|firstcreated|usageterms|copyrightholder|'
    rb'copyrightnotice|altids|associations|representationtype|located|slugline)"\s*:',
    re.IGNORECASE,
)
_FEED = b"jsonfeed.org/version"
# Objects within objects: a list that holds an envelope that holds an item with associations.
MAX_DEPTH = 10
# Looked at for their dates, of which the newest are kept; a file that holds more is an archive.
MAX_WEIGHED = 20_000
# The kinds of text that are the copy itself, the richest first.
_BODIES = ("bodyhtml5", "bodyhtml", "bodyxhtml", "bodynitf", "bodytext")
_PICTURES = {"picture", "graphic", "image"}
_ORIGINAL = re.compile(r"hires|highres|original|main|base|hidef|full", re.IGNORECASE)


def looks_like_ninjs(body: bytes) -> bool:
    """Tell by the words that only ninjs has; a JSON Feed names its version first."""
    return _FEED not in body[:2_000] and bool(_TELLING.search(body[:200_000]))


def parse_ninjs(body: bytes, headers: Mapping[str, str], now: datetime) -> ParsedFeed | None:
    """Read one item, a list of them, an envelope around one (``items``), or one to a line; None where none is in it."""
    base = headers.get("content-location", "")
    found = [item for document in _documents(body) for item in _items(document, 0)]
    if not found:
        return None
    items, notices = newest_reports([_report(item, base, now) for item in found[:MAX_WEIGHED]])
    return ParsedFeed(version="ninjs", items=items, language=items[0].language, notices=notices, way="own")


def _documents(body: bytes) -> list[Any]:
    text = body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    try:
        return [json.loads(text)]
    except (ValueError, RecursionError):
        lines = [line for line in text.splitlines() if line.strip()]
    found = []
    for line in lines:
        try:
            found.append(json.loads(line))
        except (ValueError, RecursionError):
            return []  # one item over several lines, and broken: the reader of JSON Feed says how
    return found


def _items(value: Any, depth: int) -> Iterator[Data]:
    """Every object that is a report, in whatever envelope."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for each in value:
            yield from _items(each, depth + 1)
    elif isinstance(value, dict):
        data = _folded(value)
        kind = _text(data, "type").casefold()
        if _text(data, "uri", "guid") and (kind != "composite" or _body(data)[0] or _is_gone(data)):
            if kind not in {"event", "planning"}:
                yield data
        elif kind == "composite":
            yield from _items([part for _name, part in _parts(data) if not _is_media(part)], depth + 1)
        else:
            yield from _items(
                [data[name] for name in ("items", "item", "data", "newsitems") if name in data], depth + 1
            )


def _is_gone(data: Data) -> bool:
    return status_of(_text(data, "pubstatus")) != "usable"


def _report(data: Data, base: str, now: datetime) -> IncomingReport:
    content, is_text = _body(data)
    byline = _text(data, "byline", "by")
    title = _said(data, "headlines", "headline") or _text(data, "headline", "title", "name")
    draft = Draft(
        guid=_text(data, "uri", "guid"),
        # A kill without words names what it kills, and no page: another address would make it another report.
        link=_page(data) if title or content else "",
        base=base,
        title=title,
        summary=_said(data, "descriptions", "summary")
        or _text(data, "descriptiontext", "descriptionhtml", "descriptionxhtml"),
        content=content,
        content_is_text=is_text,
        authors=names_of(byline),
        published=_text(data, "firstcreated", "contentcreated", "versioncreated"),
        updated=_text(data, "versioncreated"),
        categories=[_text(each, "name") for each in _classes(data)],
        enclosures=[
            file for part in [data, *(part for _name, part in _parts(data))] if (file := _picture(part, base))
        ],
        credit=_credit(data),
        rights=_text(data, "copyrightnotice") or _holder(_text(data, "copyrightholder")) or _owned(data),
        source=_text(data, "source") or next((_text(each, "name") for each in _sources(data)), ""),
        language=_text(data, "language"),
        version=_text(data, "version"),
        status=status_of(_text(data, "pubstatus")),
        urgency=urgency_of(_text(data, "urgency")),
        dateline=_text(data, "located") or _text(_folded(data.get("dateline")), "text", "located"),
        byline=byline,
        embargo=_text(data, "embargoed"),
        usage_terms=_terms(data),
        note=_text(data, "ednote"),
    )
    return draft.finished(now)


def _folded(value: Any) -> Data:
    """The object with its names in small letters without underscores; nothing for what is no object."""
    if not isinstance(value, dict):
        return {}
    return {str(name).lower().replace("_", "").lstrip("$"): each for name, each in value.items()}


def _text(data: Data, *names: str) -> str:
    """The first of these that says something, as text; numbers are versions and urgencies."""
    for name in names:
        value = data.get(name)
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return f"{value:g}" if isinstance(value, float) else str(value)
    return ""


def _list(data: Data, *names: str) -> list[Data]:
    """The objects of a list, or of an object whose keys are their names (1.x)."""
    for name in names:
        value = data.get(name)
        values = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
        if values:
            return [_folded(each) for each in values if isinstance(each, dict)]
    return []


def _said(data: Data, name: str, role: str) -> str:
    """One of several headlines or descriptions: the main one, else the one of that role, else the first."""
    found = [(_text(each, "role").casefold(), _text(each, "value")) for each in _list(data, name)]
    found = [(given, words) for given, words in found if words]
    wanted = [words for given, words in found if given in {"main", role, ""}]
    return wanted[0] if wanted else found[0][1] if found else ""


def _body(data: Data) -> tuple[str, bool]:
    """The copy, and whether it is plain text."""
    texts = [
        (_text(each, "contenttype").casefold(), _text(each, "role").casefold(), _text(each, "value"))
        for each in _list(data, "bodies")
    ]
    rich = [words for kind, role, words in texts if words and "html" in (kind or role)]
    if rich:
        return rich[0], False
    plain = [words for kind, _role, words in texts if words and not kind.endswith("xml")]
    if plain:
        return plain[0], not plain[0].lstrip().startswith("<")
    for name in (*_BODIES, *(name for name in data if name.startswith("body") and name != "bodies")):
        if words := _text(data, name):
            return words, name == "bodytext" or not re.search(r"<\w", words)
    return "", False


def _classes(data: Data) -> list[Data]:
    """Subjects and genres; what it is merely about (people, places, organisations) is no class."""
    return [*_list(data, "subjects", "subject"), *_list(data, "genres", "genre")]


def _sources(data: Data) -> list[Data]:
    found = _list(data, "infosources", "infosource")
    return [each for each in found if "credit" not in _text(each, "role").casefold()]


def _credit(data: Data) -> str:
    """The line that must be printed: named as such, else who is named as source."""
    named = [
        each
        for each in _list(data, "infosources", "infosource")
        if "credit" in _text(each, "role").casefold()
    ]
    return (
        _text(data, "creditline", "credit")
        or next((_text(each, "name") for each in named), "")
        or _text(data, "source", "copyrightholder")
    )


def _holder(name: str) -> str:
    return f"© {name}" if name and not name.startswith("©") else name


def _owned(data: Data) -> str:
    """The notice, or the owner, as ``rightsinfo`` says it."""
    said = _rights(data)
    notices = [_text(each, "copyrightnotice") or _holder(_text(each, "copyrightholder")) for each in said]
    return next(filter(None, notices), "")


def _terms(data: Data) -> str:
    """What may be done with it, in words; where ``rightsinfo`` only says where the terms stand, that address."""
    said = _rights(data)
    words = [_text(data, "usageterms"), *(_text(each, "usageterms") for each in said)]
    places = [_text(each, "linkedrights") for each in said]
    return next(filter(None, [*words, *(place for place in places if web_address(place))]), "")


def _rights(data: Data) -> list[Data]:
    """One object, or a list of them."""
    value = data.get("rightsinfo")
    return [_folded(value)] if isinstance(value, dict) else _list(data, "rightsinfo")


def _page(data: Data) -> str:
    """The page of the report: an address among its other names, else its own name where that is one of the web."""
    others = data.get("altids")
    named = _folded(others) if isinstance(others, dict) else {}
    addresses = [
        _text(each, "value") for each in _list(data, "altids") if "ur" in _text(each, "role").casefold()
    ]
    candidates = [
        *addresses,
        _text(named, "url", "uri", "href"),
        _text(data, "link", "href"),
        _text(data, "uri"),
    ]
    return next((address for address in candidates if web_address(address)), "")


def _parts(data: Data) -> list[tuple[str, Data]]:
    """Associations by their names: a list that says them (2.0 and later), or an object that is keyed by them (1.x)."""
    value = data.get("associations")
    if isinstance(value, dict):
        return [(str(name), _folded(part)) for name, part in value.items() if isinstance(part, dict)]
    return [(_text(part, "name"), part) for part in _list(data, "associations")]


def _is_media(data: Data) -> bool:
    return _text(data, "type").casefold() in _PICTURES | {"audio", "video"}


def _picture(data: Data, base: str) -> Enclosure | None:
    """The best of an item's renditions: what calls itself the original, else the widest."""
    if not _is_media(data):
        return None
    renditions = _list(data, "renditions")
    best = max(renditions, key=_rank, default={})
    address = _text(best, "href") or _text(data, "href", "uri")
    return enclosure(
        address,
        _text(best, "mimetype", "contenttype") or _text(data, "mimetype", "contenttype"),
        _text(best, "sizeinbytes"),
        base,
        credit=_text(data, "creditline", "credit", "byline", "by", "copyrightholder"),
        caption=_said(data, "descriptions", "caption")
        or _text(data, "descriptiontext", "descriptioncaption", "descriptionhtml", "bodytext", "headline"),
        rights=_terms(data) or _text(data, "copyrightnotice") or _owned(data),
    )


def _rank(rendition: Data) -> tuple[bool, int]:
    width = _text(rendition, "width")
    named = _text(rendition, "name", "usage", "title")
    return bool(_ORIGINAL.search(named)), int(width) if width.isdecimal() else 0
