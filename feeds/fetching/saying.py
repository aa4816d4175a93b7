"""What a feed says of itself and of its rhythm, beside its reports: gathered from one document, kept on the feed. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from feeds.fetching.scheduling import Courtesy
from feeds.parsing import doubts
from feeds.parsing.reports import ParsedFeed

# Dates beyond these tell nothing more of the rhythm.
_MOST_DATES = 200
_NO_TIMES = {
    doubts.NO_ZONE,
    doubts.UNCERTAIN_ZONE,
    doubts.VAGUE_DATE,
    doubts.FUTURE_DATE,
    doubts.ANCIENT_DATE,
}
_LINK = re.compile(r"<([^>]{1,1000})>((?:\s*;\s*[^,;]+)*)")


@dataclass(frozen=True, slots=True)
class Said:
    """One document's own words about its feed. ``dates``: of its reports, in seconds, where they can be trusted."""

    title: str = ""
    home_url: str = ""
    language: str = ""
    courtesy: Courtesy = field(default_factory=Courtesy)
    hub: str = ""
    topic: str = ""
    held: int = 0
    dates: tuple[float, ...] = ()


def said_in(parsed: ParsedFeed, headers: Mapping[str, str], url: str) -> Said:
    """What the document says, and the answer's ``Link`` header in its stead (WebSub lets that go first)."""
    hub, topic = links_in(headers.get("link", ""), url)
    dates = sorted(
        report.published.timestamp()
        for report in parsed.items
        if report.published is not None and not _NO_TIMES & set(report.doubtful)
    )
    return Said(
        title=parsed.title,
        home_url=parsed.link,
        language=parsed.language,
        courtesy=Courtesy(parsed.minutes_between, parsed.skip_hours, parsed.skip_days),
        hub=hub or parsed.hub,
        topic=(topic or parsed.self_link or url) if hub or parsed.hub else "",
        held=len(parsed.items),
        dates=tuple(dates[-_MOST_DATES:]),
    )


def links_in(header: str, url: str) -> tuple[str, str]:
    """The first hub and the feed's own address in a ``Link`` header."""
    found = {"hub": "", "self": ""}
    for link in _LINK.finditer(header):
        if rel := re.search(r";\s*rel\s*=\s*\"?([^\";]+)", link[2], re.IGNORECASE):
            for name in found.keys() & set(rel[1].lower().split()):
                found[name] = found[name] or _web(urljoin(url, link[1]))
    return found["hub"], found["self"]


def _web(address: str) -> str:
    return address if address.startswith(("http://", "https://")) and len(address) <= 1_000 else ""
