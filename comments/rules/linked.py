"""The links in a text as typed: where they stand, and which host they lead to. Pure, linear in the text."""

import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

import idna
import re2

from comments.rules.folding import Span

MOST_LINKS = 200
MOST_URL = 2_000
# With a scheme, or beginning with www. What follows a bracket, a quote or a blank is no part of it.
_LINK = re2.compile(r"(?i)(?:https?://|www\.)[^\s<>\"'\[\]{}|\\^`]+")
# A name with an ending, without a scheme: “shop.example”. Looked at only for domains that a rule names.
_BARE = re2.compile(r"(?i)(?:[\pL\pN][\pL\pN\-]*\.)+\pL\pL+")
_STOPS = ".,;:!?…)»“”’'*_~"


@dataclass(frozen=True, slots=True)
class Link:
    """One link. ``host`` is in lower case and, where it is of another alphabet, in its ASCII form (xn--…)."""

    span: Span
    url: str
    host: str
    is_bare: bool = False

    @property
    def is_international(self) -> bool:
        """Whether the name is written in signs beyond ASCII, which can look like another name."""
        return "xn--" in self.host

    def is_of(self, domain: str) -> bool:
        """Whether it leads to the domain or below it."""
        return self.host == domain or self.host.endswith(f".{domain}")


def links_in(text: str) -> list[Link]:
    """Every link, in order; bare names too, marked as such."""
    found = []
    for match in _LINK.finditer(text):
        url = match.group(0)[:MOST_URL].rstrip(_STOPS)
        if host := host_of(url):
            found.append(Link((match.start(), match.start() + len(url)), url, host))
        if len(found) >= MOST_LINKS:
            break
    taken = [link.span for link in found]
    at = 0
    for match in _BARE.finditer(text):
        if len(found) >= MOST_LINKS:
            break
        while at < len(taken) and taken[at][1] <= match.start():
            at += 1
        if (at >= len(taken) or match.end() <= taken[at][0]) and (host := host_of(match.group(0))):
            found.append(Link(match.span(), match.group(0), host, is_bare=True))
    return sorted(found, key=lambda link: link.span)


def host_of(url: str) -> str:
    """The host of an address in its ASCII form; empty where it has none."""
    try:
        host = urlsplit(url if "://" in url else f"https://{url}").hostname or ""
    except ValueError:
        return ""
    return domain(host)


def domain(name: str) -> str:
    """A name as it is compared: in lower case, ASCII, without a closing dot; empty where it can be none."""
    name = unicodedata.normalize("NFKC", name).strip().rstrip(".").lower().removeprefix("*.")
    if not name or len(name) > 253:
        return ""
    if name.isascii():
        return name
    try:
        return idna.encode(name, uts46=True).decode()
    except idna.IDNAError:
        return ""
