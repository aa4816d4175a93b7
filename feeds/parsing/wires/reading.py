"""Which wire speaks, told by the first element or by the words of its JSON, and its reader."""

import re
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_noop

from feeds.parsing.refusing import too_many_elements
from feeds.parsing.reports import Parsed, ParsedFeed, Unparsable
from feeds.parsing.thinning import newest_reports
from feeds.parsing.wires import newsml, nitf
from feeds.parsing.wires.ninjs import looks_like_ninjs, parse_ninjs
from feeds.parsing.wires.trees import Damaged, read_tree

_NEWSML = {"newsmessage", "newsitem", "packageitem"}
_OTHERS = {"conceptitem", "knowledgeitem", "planningitem", "catalogitem"}
_FIRST = re.compile(
    rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE(?:[^\[>]|\[[^\]]*\])*>\s*)*<(?:[\w.-]{1,40}:)?([A-Za-z]{1,40})[\s/>]",
    re.DOTALL | re.IGNORECASE,
)
MAX_EVIDENCE = 200

DAMAGED = gettext_noop("The wire's file is damaged: it breaks off or is malformed.")
NO_COPY = gettext_noop("The wire's file holds no report: it is planning, a concept or a catalogue.")


def first_element(body: bytes) -> str:
    """The name of the root, in small letters, without its prefix; empty where the body is no XML."""
    found = _FIRST.match(body.removeprefix(b"\xef\xbb\xbf")[:20_000])
    return found[1].decode("ascii").lower() if found else ""


def read_wire(body: bytes, headers: Mapping[str, str], now: datetime) -> Parsed | None:
    """The reports of NewsML-G2 or NITF; None where it is neither. Never raises on input."""
    kind = first_element(body)
    if kind == "nitf":
        return _read(body, headers, now, "nitf")
    if kind in _NEWSML:
        return _read(body, headers, now, "newsml")
    return Unparsable(NO_COPY, kind) if kind in _OTHERS else None


def read_wire_json(body: bytes, headers: Mapping[str, str], now: datetime) -> Parsed | None:
    """The reports of ninjs; None where it is none. Never raises on input."""
    return parse_ninjs(body, headers, now) if looks_like_ninjs(body) else None


def _read(body: bytes, headers: Mapping[str, str], now: datetime, version: str) -> Parsed:
    if refusal := too_many_elements(body):
        return refusal
    base = headers.get("content-location", "")
    try:
        root = read_tree(body)
    except Damaged as damage:
        return Unparsable(DAMAGED, _at(body, damage))
    if version == "nitf":
        reports = [nitf.report_of(root, base, now)]
    else:
        reports = newsml.reports_of(root, base, now)
    if not reports:
        return Unparsable(NO_COPY, version)
    items, notices = newest_reports(reports)
    return ParsedFeed(language=items[0].language, version=version, items=items, notices=notices, way="own")


def _at(body: bytes, damage: Damaged) -> str:
    lines = body.splitlines()[damage.line - 1 : damage.line]
    said = lines[0].decode("utf-8", "replace").strip() if lines else ""
    return f"line {damage.line}: {damage}: {said}"[:MAX_EVIDENCE]
