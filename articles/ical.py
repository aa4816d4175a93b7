"""Writing a calendar as programmes read it (RFC 5545): instants in UTC, text escaped, lines folded at 75 octets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LINE = 75  # octets, without the line break
BREAK = "\r\n"


@dataclass(frozen=True, slots=True)
class Event:
    """One event: at an instant, or on a whole day."""

    uid: str
    at: datetime | date
    summary: str
    url: str = ""
    description: str = ""
    categories: tuple[str, ...] = ()


def calendar(name: str, events: Iterable[Event], *, product: str, now: datetime) -> str:
    """The whole calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{escaped(product)}//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
    ]
    for event in events:
        lines += _event(event, now)
    lines.append("END:VCALENDAR")
    return "".join(folded(line) + BREAK for line in lines)


def escaped(words: str) -> str:
    """Text as a value: no character of it can end the line or the value."""
    plain = "".join(
        sign for sign in words.replace("\r\n", "\n").replace("\r", "\n") if sign >= " " or sign in "\n\t"
    )
    plain = plain.replace("\x7f", "").replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\n", "\\n")


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets, never through the middle of a character."""
    return f"{BREAK} ".join(_pieces(line))


def _pieces(line: str) -> Iterator[str]:
    piece, length, room = "", 0, LINE
    for sign in line:
        octets = len(sign.encode())
        if length + octets > room:
            yield piece
            piece, length, room = "", 0, LINE - 1  # the space that goes on counts too
        piece, length = piece + sign, length + octets
    yield piece


def _event(event: Event, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{_utc(now)}"
    if isinstance(event.at, datetime):
        yield f"DTSTART:{_utc(event.at)}"
    else:
        yield f"DTSTART;VALUE=DATE:{event.at:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.at + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    if event.categories:
        yield f"CATEGORIES:{','.join(escaped(name) for name in event.categories)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _utc(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"
