"""Where the links of a text lead: to the site itself, outside, or nowhere."""

import ipaddress
import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q

from articles.models import Article, Redirect
from common.html import plain_text

_LINK = re.compile(r"<a\b((?:\"[^\"]*\"|[^\">])*)>(.*?)</a>", re.S)
_HREF = re.compile(r' href="([^"]*)"')
_ARTICLE = re.compile(r"/([-\w]+)/\d{4}/\d\d/\d\d/([-\w]+)/\Z")
_SHORT = re.compile(r"/a/(\d{1,18})/\Z")
PRIVATE = ("/admin/", "/accounts/", "/demo/")


@dataclass(frozen=True, slots=True)
class Link:
    """One link: its address (empty: the sanitiser took it, for it was unsafe) and its words."""

    url: str
    words: str

    @property
    def is_own(self) -> bool:
        return self.url.startswith((settings.SITE_URL.rstrip("/") + "/", "/"))

    @property
    def is_outside(self) -> bool:
        return self.url.startswith(("http://", "https://")) and not self.is_own and not is_malformed(self.url)

    @property
    def path(self) -> str:
        return urlsplit(self.url).path


def links_in(html: str) -> list[Link]:
    """The links of a sanitised body, each address once."""
    found = []
    for attributes, inner in _LINK.findall(html):
        href = _HREF.search(attributes)
        found.append(Link(unescape(href[1]).strip() if href else "", plain_text(inner)))
    return list(dict.fromkeys(found))


def is_malformed(url: str) -> bool:
    """Whether no reader could follow it: no host, a host of this machine or a private net, blanks, two schemes."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return True
    if parts.scheme == "mailto":
        return "@" not in parts.path
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        pass
    is_lone = "." not in host.strip(".") or host.endswith((".local", ".internal", ".localhost"))
    return is_lone or bool(re.search(r"\s", url)) or bool(re.match(r"/+https?[:/]", parts.path))


def unreachable(links: list[Link]) -> dict[str, str]:
    """The own addresses that no reader can open, each with why: ``desk``, ``withdrawn``, ``unpublished``, ``nowhere``."""
    why: dict[str, str] = {}
    for link in links:
        if link.path.startswith(PRIVATE):
            why[link.url] = "desk"
        elif (fate := _fate(link.path)) != "":
            why[link.url] = fate
    return why


def _fate(path: str) -> str:
    named, short = _ARTICLE.search(path), _SHORT.search(path)
    if not named and not short:
        return ""
    there = Q(pk=int(short[1])) if short else Q(section__slug=named[1], slug=named[2])  # type: ignore[index]
    article = Article.objects.filter(there).first()
    if article is None:
        moved = Redirect.objects.select_related("article").filter(path=path).first()
        article = moved.article if moved else None
    if article is None:
        return "nowhere"
    if article.withdrawn_at is not None:
        return "withdrawn"
    return "" if article.live_id is not None else "unpublished"
