"""What parsing hands on: values, frozen, that know nothing of the database or of the parser they came from."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that belongs to a report. ``length`` in bytes, None where the feed does not say."""

    url: str
    type: str = ""
    length: int | None = None
    credit: str = ""
    caption: str = ""
    rights: str = ""

    @property
    def is_image(self) -> bool:
        """Told by its type, or by the end of its address where the feed names none."""
        if self.type:
            return self.type.startswith("image/")
        return self.url.lower().split("?", 1)[0].endswith((".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"))


@dataclass(frozen=True, slots=True)
class IncomingReport:
    """One report as it came in, whatever its format. Titles are plain text, HTML is sanitised, times are UTC.

    ``doubtful`` names what is not to be trusted (see ``feeds.parsing.doubts``); nothing doubtful is filled with a guess.
    """

    guid: str = ""
    link: str = ""
    title: str = ""
    summary: str = ""
    content_html: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    credit: str = ""
    source: str = ""
    language: str = ""
    doubtful: tuple[str, ...] = ()
    # What wires say beyond that, and some feeds.
    version: str = ""
    status: str = "usable"  # usable | withheld | canceled
    urgency: int | None = None  # IPTC: 1 is a flash, 8 the least
    dateline: str = ""
    byline: str = ""
    embargo: datetime | None = None
    rights: str = ""
    restrictions: tuple[str, ...] = ()  # see articles.restrictions
    usage_terms: str = ""
    note: str = ""  # to editors alone


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed that could be read. ``notices`` say in words what had to be repaired or left out."""

    title: str = ""
    link: str = ""
    language: str = ""
    version: str = ""  # "rss20", "atom10", "json11": what the feed says it is
    items: tuple[IncomingReport, ...] = ()
    notices: tuple[str, ...] = ()
    minutes_between: int = 0  # how long the feed asks to be left alone (RSS: ttl, sy:updatePeriod)
    skip_hours: tuple[int, ...] = ()  # hours of the day, UTC, in which it does not change
    skip_days: tuple[str, ...] = ()  # "Saturday", …
    hub: str = ""  # where it is pushed from (WebSub), and the address it is known by there
    self_link: str = ""
    description: str = ""  # these as plain text
    rights: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    updated: datetime | None = None
    way: str = ""  # "fast", "tolerant", "recovered", "own": how it was read


@dataclass(frozen=True, slots=True)
class Unparsable:
    """A body that is no feed: why, in plain words, and what was seen (first bytes, line of the error)."""

    reason: str
    evidence: str = ""


Parsed = ParsedFeed | Unparsable


_FIELDS = {
    kind: tuple(field.name for field in fields(kind)) for kind in (Enclosure, IncomingReport, ParsedFeed)
}
_TIMES = ("published", "updated", "embargo")


def as_data(value: IncomingReport | ParsedFeed | Unparsable) -> dict[str, Any]:
    """The value as JSON can carry it; ``from_data`` is the way back."""
    if isinstance(value, Unparsable):
        return {"reason": value.reason, "evidence": value.evidence}
    data = _shallow(value)
    if isinstance(value, ParsedFeed):
        data["items"] = tuple(as_data(item) for item in value.items)
    else:
        data["enclosures"] = tuple(_shallow(file) for file in value.enclosures)
    for name in _TIMES:
        if data.get(name):
            data[name] = data[name].isoformat()
    return data


def _shallow(value: Enclosure | IncomingReport | ParsedFeed) -> dict[str, Any]:
    # dataclasses.asdict copies every value in depth, which takes longer than the rest of the way between processes.
    return {name: getattr(value, name) for name in _FIELDS[type(value)]}


def report_from_data(data: Mapping[str, Any]) -> IncomingReport:
    """An IncomingReport out of ``as_data``."""
    plain = dict(data)
    for name in ("published", "updated", "embargo"):
        plain[name] = datetime.fromisoformat(plain[name]) if plain[name] else None
    for name in ("authors", "categories", "doubtful", "restrictions"):
        plain[name] = tuple(plain[name])
    plain["enclosures"] = tuple(Enclosure(**enclosure) for enclosure in plain["enclosures"])
    return IncomingReport(**plain)


def from_data(data: Mapping[str, Any]) -> Parsed:
    """A ParsedFeed or Unparsable out of ``as_data``."""
    if "reason" in data:
        return Unparsable(**data)
    plain = dict(data)
    plain["items"] = tuple(report_from_data(item) for item in plain["items"])
    plain["updated"] = datetime.fromisoformat(plain["updated"]) if plain["updated"] else None
    for name in ("notices", "skip_hours", "skip_days", "authors", "categories"):
        plain[name] = tuple(plain[name])
    return ParsedFeed(**plain)
