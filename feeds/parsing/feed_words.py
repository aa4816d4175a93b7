"""The words of a feed's structure, as what is left of a damaged feed is told by them."""

import re

REPORTS = frozenset({"item", "entry"})
ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
# What holds text, by its name without a prefix.
TEXTS = frozenset({
    "title", "link", "guid", "pubdate", "description", "category", "comments", "summary", "id", "published",
    "updated", "issued", "modified", "created", "subtitle", "tagline", "rights", "copyright", "language", "ttl",
    "lastbuilddate", "managingeditor", "webmaster", "docs", "generator", "name", "email", "uri", "url", "width",
    "height", "hour", "day", "encoded", "creator", "date", "subject", "publisher", "credit", "text", "keywords",
    "duration", "explicit", "updateperiod", "updatefrequency", "logo", "icon", "license",
})  # fmt: skip
# What holds others or, in some formats, a text.
EITHER = frozenset({
    "author", "contributor", "source", "image", "textinput", "owner", "group", "content", "skiphours", "skipdays",
})  # fmt: skip
SPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "atom10": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "itunes": "http://www.itunes.com/DTDs/PodCast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
}
OWN_SPACE = {"feed": SPACES["atom"], "rdf": "http://purl.org/rss/1.0/"}

NAME = r"[A-Za-z_][A-Za-z0-9_.-]*(?::[A-Za-z_][A-Za-z0-9_.-]*)?"
TAG = re.compile(rf"<(/?)({NAME})((?:[\s/](?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)?)>")
CARELESS_TAG = re.compile(rf"<(/?)({NAME})([\s/][^<>]*)>")


def local_of(name: str) -> str:
    """The name without its prefix, in small letters."""
    return name.rpartition(":")[2].lower()
