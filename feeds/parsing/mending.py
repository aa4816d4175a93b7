"""The second way to read: what is left of a damaged feed is written anew, well-formed, for the same reader.

The tags of a feed's structure are taken one by one, and open and close as feeds have it: an ``<item>`` ends the one
before it, an element whose end was lost ends where the next one of the feed begins. Whatever else stands in an
element is its text.
"""

import re
from html.entities import html5
from xml.sax.saxutils import escape, quoteattr

from feeds.parsing.repairing import ILLEGAL

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
_OF_PERSONS = frozenset({"name", "email", "uri", "url", "homepage"})
_BEGIN_A_REPORT = frozenset({"title", "link", "guid", "id", "pubdate", "description"})
# Deeper than any feed; what is deeper is left out.
MAX_DEPTH = 40
MAX_ATTRIBUTES = 60
# As many as the reports of one poll can have; what comes behind them is not read.
MAX_TAGS = 40_000

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
_OWN_SPACE = {"feed": SPACES["atom"], "rdf": "http://purl.org/rss/1.0/"}

_NAME = r"[A-Za-z_][A-Za-z0-9_.-]*(?::[A-Za-z_][A-Za-z0-9_.-]*)?"
_TAG = re.compile(rf"<(/?)({_NAME})((?:[\s/](?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)?)>")
_CARELESS_TAG = re.compile(rf"<(/?)({_NAME})([\s/][^<>]*)>")
_ATTRIBUTE = re.compile(rf"({_NAME})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]\w{1,31}));")
_START = re.compile(r"<(?:rss|feed|rdf:RDF|channel|item|entry)(?=[\s>])", re.IGNORECASE)
_BOUNDARY = re.compile(r"</?(?:item|entry)(?=[\s>])", re.IGNORECASE)
_DECLARED = re.compile(r"<!ENTITY\s+(\w+)\s+(?:\"([^\"&%<]{0,200})\"|'([^'&%<]{0,200})')\s*>")
_CDATA = re.compile(r"<?!?\[CDATA\[")
_CDATA_REST = re.compile(r"\]{1,2}\s*>?\s*$")
_WHOLE_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_MARKUP = re.compile(r"<[A-Za-z/]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def mended(text: str) -> str:
    """A well-formed document of what ``text`` holds of a feed; empty where nothing of a feed begins."""
    text = ILLEGAL.sub("", text)
    start = _START.search(text)
    if not start:
        return ""
    known = {name: one or other for name, one, other in _DECLARED.findall(text, 0, start.start())}
    return _Mender(text, known).document(start.start())


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


class _Mender:
    def __init__(self, text: str, entities: dict[str, str]) -> None:
        self._text, self._entities = text, entities
        self._open: list[str] = []
        self._out: list[str] = []
        self._prefixes = dict(SPACES)
        self._root_attributes = ""
        self._report = ""  # what this feed calls its reports
        self._between = False  # a report has just ended
        self._seen: set[str] = set()  # what the feed says of itself
        self._found: dict[str, tuple[int, int]] = {}  # since where a word was sought, and where it stands
        self._without: dict[str, int] = {}  # end tags, and how far there is none
        self._boundary = 0  # where the next report begins or this one ends

    def document(self, at: int) -> str:
        text = self._text
        tags = 0
        while (at := text.find("<", at)) >= 0 and tags < MAX_TAGS:
            if text.startswith("<!--", at):
                at = self._past_comment(at)
            elif found := _TAG.match(text, at) or _CARELESS_TAG.match(text, at):
                at = self._ended(found) if found[1] else self._begun(found)
                tags += 1
            else:
                at += 1
        while self._open:
            self._close()
        spaces = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in self._prefixes.items())
        return "".join(self._out).replace("\x00", self._root_attributes + spaces, 1)

    def _past_comment(self, at: int) -> int:
        """Past a comment; one that was never closed hides nothing."""
        end, report = self._next("-->", at + 4), self._report_boundary(at)
        # A comment around whole reports is meant; one that ends in a later report was left open.
        is_whole = end >= 0 and (report > end or not self._text.startswith("</", report))
        return end + 3 if is_whole else at + 4

    def _ended(self, found: re.Match[str]) -> int:
        local = _local(found[2])
        if local in ROOTS:  # all are closed at the end: a second feed may follow
            if local == "channel" and self._open and _local(self._open[0]) == "rdf":
                self._close_to(local)
        elif any(_local(name) == local for name in self._open):
            self._close_to(local)
            self._between = local in REPORTS
        return found.end()

    def _begun(self, found: re.Match[str]) -> int:
        name, local, rest = found[2], _local(found[2]), found[3]
        self._remember_spaces(rest)
        if local in ROOTS or (local in REPORTS and (":" not in name or name.startswith("atom"))):
            self._structure(name, local, rest)
            return found.end()
        is_empty = rest.rstrip().endswith("/")
        if not self._open or len(self._open) >= MAX_DEPTH:
            return found.end()
        self._make_room(name, local, found.end())
        if is_empty:
            self._write(name, rest, empty=True)
        elif local in EITHER and self._holds_others(name, local, found.end()):
            self._write(name, rest)
            self._open.append(name)
        elif local in TEXTS or local in EITHER:
            return self._leaf(name, local, rest, found.end())
        else:
            return self._stranger(name, rest, found.end())
        return found.end()

    def _structure(self, name: str, local: str, rest: str) -> None:
        if local in REPORTS:
            if self._open and self._open[-1] == name and self._out[-1].startswith(f"<{name}"):
                return  # its beginning stands there twice
            self._report, self._between = name, False
            self._close_reports()
            if not self._open:
                self._root("feed" if local == "entry" else "rss", "")
            if _local(self._open[0]) == "rss" and len(self._open) == 1:
                self._write("channel", "")
                self._open.append("channel")
            self._write(name, rest)
            self._open.append(name)
        elif not self._open:
            self._root("rss" if local == "channel" else name, "" if local == "channel" else rest)
            if local == "channel":
                self._structure(name, local, rest)
        elif local == "channel" and len(self._open) == 1 and not self._report:
            self._write(name, rest)
            self._open.append(name)

    def _root(self, name: str, rest: str) -> None:
        local = _local(name)
        space = re.search(r"(?:^|\s)xmlns\s*=\s*[\"']([^\"'<]*)[\"']", rest)
        own = space[1] if space else _OWN_SPACE.get(local, "") if ":" not in name or local == "rdf" else ""
        attributes = self._attributes(rest) + (f" xmlns={quoteattr(own)}" if own else "")
        if local == "rss" and " version=" not in attributes:
            attributes += ' version="2.0"'
        self._root_attributes = attributes
        self._out.append(f"<{name}\x00>")  # the prefixes are known at the end
        self._open.append(name)

    def _close_reports(self) -> None:
        """Back to where reports stand, whatever was left open."""
        keep = 1 if self._open and _local(self._open[0]) in {"rdf", "feed"} else 2
        while len(self._open) > keep or (self._open and _local(self._open[-1]) not in ROOTS):
            self._close()

    def _make_room(self, name: str, local: str, at: int) -> None:
        """Close what cannot hold the element that begins; open the report whose beginning was lost."""
        top = _local(self._open[-1])
        if top in {"author", "contributor", "owner"} and local not in _OF_PERSONS:
            self._close()
        while self._open[-1].startswith("media:") and not name.startswith("media:"):
            self._close()
        if local in _BEGIN_A_REPORT and _local(self._open[-1]) in ROOTS:
            is_second = local in self._seen and self._text.startswith("</", self._report_boundary(at))
            self._seen.add(local)
            if self._between or is_second:
                self._report = self._report or ("entry" if self._open[0] == "feed" else "item")
                self._write(self._report, "")
                self._open.append(self._report)
        self._between = False

    def _holds_others(self, name: str, local: str, at: int) -> bool:
        if local == "content":
            return ":" in name
        following = _TAG.match(self._text, self._past_space(at))
        within = _local(following[2]) if following else ""
        return within in TEXTS or within in EITHER or within in {"thumbnail", "credit", "player"}

    def _past_space(self, at: int) -> int:
        while at < len(self._text) and self._text[at].isspace():
            at += 1
        return at

    def _stranger(self, name: str, rest: str, at: int) -> int:
        """An element that we do not know: kept where it is plain, else only what it holds."""
        end = self._text.find("<", at)
        if self._text.startswith(f"</{name}", end):
            self._write(name, rest)
            self._out.append(f"{self._characters(self._text[at:end])}</{name}>")
            return end + 2
        return at

    def _leaf(self, name: str, local: str, rest: str, at: int) -> int:
        """Write an element with its text; where to go on."""
        end, following = self._end_of_text(name, local, at)
        raw = self._text[at:end]
        if re.search(r"type\s*=\s*[\"']?(?:xhtml|application/xhtml\+xml)", rest):
            rest = re.sub(r"type\s*=\s*(?:\"[^\"]*\"|'[^']*'|\S+)", 'type="html"', rest, count=1)
        self._write(name, rest)
        self._out.append(f"{self._value(raw)}</{name}>")
        return following

    def _end_of_text(self, name: str, local: str, at: int) -> tuple[int, int]:
        """Where the text of an element ends and where what follows begins."""
        text, begun = self._text, self._past_space(at)
        closing = f"</{name}"
        if text.startswith("<![CDATA[", begun):
            end, other = self._next("]]>", begun), self._next("<![CDATA[", begun + 9)
            if 0 <= end < self._report_boundary(at) and (other < 0 or end < other):
                following = self._past_space(end + 3)
                if text.startswith((closing, "<![CDATA["), following):
                    last = (
                        text.find(closing, following)
                        if text.startswith(closing, following)
                        else self._last_section(following)
                    )
                    return last, last
                return end + 3, end + 3
        limit = self._report_boundary(at)
        end = self._found_closing(closing, at, limit)
        again = re.compile(rf"<{re.escape(name)}[\s>]").search(text, begun, end if end >= 0 else limit)
        if again and again.start() == begun and (inner := _TAG.match(text, begun)):
            return begun, begun if not inner[3].rstrip().endswith("/") else inner.end()
        if end >= 0 and not again:
            return end, end
        cut = self._next_element(at, again.start() if again else limit)
        return cut, cut

    def _next(self, word: str, at: int) -> int:
        """As ``find``, without looking through the same text again for what was not in it."""
        since, found = self._found.get(word, (0, -2))
        if found == -2 or at < since or -1 < found < at:
            since, found = at, self._text.find(word, at)
            self._found[word] = since, found
        return found

    def _report_boundary(self, at: int) -> int:
        """Where the next report begins or this one ends."""
        if self._boundary < at:
            found = _BOUNDARY.search(self._text, at)
            self._boundary = found.start() if found else len(self._text)
        return self._boundary

    def _last_section(self, at: int) -> int:
        """Past sections that follow one another, as where a text holds "]]>"."""
        while self._text.startswith("<![CDATA[", at) and (end := self._text.find("]]>", at)) >= 0:
            at = end + 3
        return at

    def _found_closing(self, closing: str, at: int, limit: int) -> int:
        if limit <= self._without.get(closing, -1):
            return -1
        end = self._text.find(closing, at, limit)
        if end < 0 and limit - at < 2_000:
            end = self._text[at:limit].lower().find(closing.lower())
            end = end + at if end >= 0 else -1
        if end < 0:
            self._without[closing] = limit
        return end

    def _next_element(self, at: int, limit: int) -> int:
        """Where the next element of the feed begins: there an element ends whose end tag was lost."""
        for found in _TAG.finditer(self._text, at, limit):
            local = _local(found[2])
            if found[1]:
                if any(_local(name) == local for name in self._open):
                    return found.start()
            elif local in TEXTS or local in EITHER or local == "enclosure" or ":" in found[2]:
                return found.start()
        return limit

    def _value(self, raw: str) -> str:
        """The text of an element, escaped once. Where it holds tags it is HTML as it stands."""
        if "<![CDATA[" in raw:
            end = raw.rfind("]]>") + 3 if "]]>" in raw else 0  # behind it no section ends
            whole = _WHOLE_CDATA.sub(lambda found: found[1], raw[:end]) + raw[end:]
            return escape(_CDATA_REST.sub("", _CDATA.sub("", whole)) if "CDATA[" in whole else whole)
        end = raw.rfind("-->") + 3 if "-->" in raw else 0  # behind it no comment ends
        raw = _CDATA.sub("", _COMMENT.sub("", raw[:end]) + raw[end:]).replace("]]>", "")
        return escape(raw) if _MARKUP.search(raw) else self._characters(raw)

    def _characters(self, text: str) -> str:
        return escape(_ENTITY.sub(self._character, text))

    def _character(self, found: re.Match[str]) -> str:
        decimal, hexadecimal, name = found.groups()
        if name:
            return self._entities.get(name) or html5.get(f"{name};", found[0])
        number = int(decimal) if decimal else int(hexadecimal, 16)
        return ILLEGAL.sub("", chr(number)) if number < 0x110000 else ""

    def _remember_spaces(self, rest: str) -> None:
        if "xmlns:" in rest:
            for found in re.finditer(r"xmlns:([A-Za-z_][\w.-]*)\s*=\s*[\"']([^\"'<]+)[\"']", rest):
                if found[1].lower() not in {"xml", "xmlns"}:
                    self._prefixes[found[1]] = found[2]

    def _write(self, name: str, rest: str, *, empty: bool = False) -> None:
        self._know(name)
        self._out.append(f"<{name}{self._attributes(rest)}{'/' if empty else ''}>")

    def _attributes(self, rest: str) -> str:
        if "=" not in rest:
            return ""
        found: dict[str, str] = {}
        for name, *values in _ATTRIBUTE.findall(rest):
            if len(found) < MAX_ATTRIBUTES and not name.lower().startswith("xmlns"):
                found.setdefault(name, "".join(values))
        for name in found:
            self._know(name)
        return "".join(
            f" {name}={quoteattr(_ENTITY.sub(self._character, value))}" for name, value in found.items()
        )

    def _know(self, name: str) -> None:
        prefix = name.partition(":")[0] if ":" in name else ""
        if prefix and prefix.lower() != "xml":
            self._prefixes.setdefault(prefix, f"urn:unknown:{prefix}")

    def _close(self) -> None:
        self._out.append(f"</{self._open.pop()}>")

    def _close_to(self, local: str) -> None:
        while _local(self._open[-1]) != local:
            self._close()
        self._close()
