"""Which addresses of a web page may be its feeds: pure, from its HTML."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from feeds.parsing.links import web_address

FEED_TYPES = {
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/x-rss+xml",
    "application/json",
    "application/xml",
    "text/xml",
}
# Where sites keep a feed that they do not name, the most frequent first.
USUAL_PLACES = ("feed", "rss", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json", "feeds")
MOST_POINTERS = 12
# The head of a page, generously; a page of many megabytes is not searched to its end.
MOST_SEARCHED = 600_000

_LOOKS_LIKE_A_FEED = re.compile(
    r"(?:^|[/._=-])(?:rss|atom|feeds?|rdf)(?:[/._&=?-]|\d|$)|\.(?:rss|atom|rdf)$", re.IGNORECASE
)


class _Pointers(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.base = ""
        self.named: list[str] = []
        self.linked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        address = values.get("href", "").strip()
        if tag == "base":
            self.base = self.base or address
        elif tag == "link" and _names_a_feed(values):
            self.named.append(address)
        elif tag == "a" and _LOOKS_LIKE_A_FEED.search(urlsplit_quietly(address)):
            self.linked.append(address)


def _names_a_feed(values: dict[str, str]) -> bool:
    relations = values.get("rel", "").lower().split()
    kind = values.get("type", "").lower().partition(";")[0].strip()
    return "feed" in relations or ("alternate" in relations and kind in FEED_TYPES)


def urlsplit_quietly(address: str) -> str:
    """The path and query of an address; empty where it is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def pointers(html: str, address: str) -> list[str]:
    """Addresses of what may be feeds of the page at ``address``: those it names, those it links, the usual places."""
    page = _Pointers()
    page.feed(html[:MOST_SEARCHED])
    base = web_address(page.base, address) or address
    found = [
        *(web_address(pointer, base) for pointer in page.named),
        *(web_address(pointer, base) for pointer in page.linked),
        *usual_places(address),
    ]
    return [one for one in dict.fromkeys(found) if one and one != address][:MOST_POINTERS]


def usual_places(address: str) -> Iterator[str]:
    """Below the page itself, then below its host."""
    folder = address if address.endswith("/") else f"{address}/"
    for name in USUAL_PLACES[:2]:
        yield urljoin(folder, name)
    for name in USUAL_PLACES:
        yield urljoin(address, f"/{name}")
