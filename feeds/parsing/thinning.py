"""Feeds with more items than a poll takes: the newest are chosen before anything is parsed."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice

from django.utils.translation import gettext_noop

from feeds.parsing.dates import read_date
from feeds.parsing.reports import IncomingReport

# What an editor could look through at most; a feed that brings more at once is an archive.
MAX_ITEMS = 500
TOO_MANY = gettext_noop("The feed holds more reports than a poll takes; the newest were read.")

_OPENING = re.compile(rb"<((?:[A-Za-z][\w.-]*:)?(?:item|entry))(?=[\s>/])")
_DATE = re.compile(
    rb"<(?:\w+:)?(?:[pP]ub[dD]ate|published|updated|date|issued|modified)\b[^>]*>\s*(?:<!\[CDATA\[)?\s*([^<\]]{4,80})"
)
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def count_items(body: bytes) -> int:
    """How many items seem to begin in the body."""
    return sum(1 for _ in _OPENING.finditer(body))


def newest(instants: Sequence[datetime | None]) -> list[int]:
    """Which ``MAX_ITEMS`` of so many are the newest, in their order.

    What has no date counts as the oldest; of two of the same date the one that comes first counts as newer.
    """
    order = sorted(range(len(instants)), key=lambda at: (instants[at] or LONG_AGO, -at), reverse=True)
    return sorted(order[:MAX_ITEMS])


def newest_reports(reports: Sequence[IncomingReport]) -> tuple[tuple[IncomingReport, ...], tuple[str, ...]]:
    """The newest ``MAX_ITEMS`` of reports that were read all the same, and the notice where some were left out."""
    if len(reports) <= MAX_ITEMS:
        return tuple(reports), ()
    kept = newest([report.published or report.updated for report in reports])
    return tuple(reports[at] for at in kept), (TOO_MANY,)


def newest_items(body: bytes, now: datetime) -> tuple[bytes, int]:
    """The body with its newest ``MAX_ITEMS`` items, in their order, and how many were left out.

    Works on the text, so that a feed of 60,000 items costs little more than its bytes. Where no items can be told
    apart the body is returned whole.
    """
    # Openings are found sooner than whole items.
    if next(islice(_OPENING.finditer(body), MAX_ITEMS, None), None) is None:
        return body, 0
    first = next(_OPENING.finditer(body))
    spans = _spans(body, first[1], first.start())
    if len(spans) <= MAX_ITEMS:
        return body, 0
    kept = newest([_date(body[slice(*span)], now) for span in spans])
    pieces = [body[: spans[0][0]], *(body[slice(*spans[at])] for at in kept), body[spans[-1][1] :]]
    return b"\n".join(pieces), len(spans) - len(kept)


def _spans(body: bytes, name: bytes, at: int) -> list[tuple[int, int]]:
    """Where items begin and end. What only looks like one, in a CDATA section or a comment, is passed over."""
    token = re.compile(rb"<(?:(!\[CDATA\[)|(!--)|(/?)" + re.escape(name) + rb"(?=[\s>/]))")
    spans: list[tuple[int, int]] = []
    begun = -1
    while found := token.search(body, at):
        section, comment, ends = found.groups()
        if section or comment:
            at = body.find(b"]]>" if section else b"-->", found.end())
            if at < 0:
                break
            continue
        at = body.find(b">", found.end()) + 1 or len(body)
        if begun >= 0:  # here it ends, or its end was lost and the next one begins
            spans.append((begun, at if ends else found.start()))
            begun = -1
        if not ends:
            if body[at - 2 : at] == b"/>":
                spans.append((found.start(), at))
            else:
                begun = found.start()
    return spans


def _date(item: bytes, now: datetime) -> datetime | None:
    found = _DATE.search(item)
    return read_date(found[1].decode("utf-8", "replace"), now).instant if found else None
