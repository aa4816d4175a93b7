"""The feeds that a web page announces in its head: what to offer where somebody gave the page for its feed."""

import re
from html import unescape

from feeds.parsing.links import web_address

# The head of a page stands at its beginning; what comes later is not worth the time.
_READ = 200_000
_LINK = re.compile(rb"<link\b([^>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}


def announced_feeds(page: bytes, url: str) -> list[str]:
    """Their addresses, in the page's order."""
    found = []
    for link in _LINK.finditer(page[:_READ]):
        text = unescape(link[1].decode("utf-8", "replace"))
        values = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(text)}
        is_feed = values.get("type", "").lower().strip() in _TYPES
        if is_feed and "alternate" in values.get("rel", "").lower().split() and values.get("href"):
            found.append(web_address(values["href"], url))
    return [address for address in dict.fromkeys(found) if address]


def is_web_page(body: bytes) -> bool:
    """Whether it begins as web pages do."""
    return body[:500].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html"))
