"""The second way to read: what is left of a damaged feed is written anew, well-formed, for the same reader.

The tags of a feed's structure are taken one by one, and open and close as feeds have it: an ``<item>`` ends the one
before it, an element whose end was lost ends where the next one of the feed begins. Whatever else stands in an
element is its text.
"""

import re
from xml.sax.saxutils import quoteattr

from feeds.parsing.feed_words import CARELESS_TAG, EITHER, OWN_SPACE, REPORTS, ROOTS, TAG, TEXTS, local_of
from feeds.parsing.mending_places import Places
from feeds.parsing.mending_writing import Writer
from feeds.parsing.repairing import ILLEGAL

_OF_PERSONS = frozenset({"name", "email", "uri", "url", "homepage"})
_BEGIN_A_REPORT = frozenset({"title", "link", "guid", "id", "pubdate", "description"})
# Deeper than any feed; what is deeper is left out.
MAX_DEPTH = 40
# As many as the reports of one poll can have; what comes behind them is not read.
MAX_TAGS = 40_000

_START = re.compile(r"<(?:rss|feed|rdf:RDF|channel|item|entry)(?=[\s>])", re.IGNORECASE)
_DECLARED = re.compile(r"<!ENTITY\s+(\w+)\s+(?:\"([^\"&%<]{0,200})\"|'([^'&%<]{0,200})')\s*>")


def mended(text: str) -> str:
    """A well-formed document of what ``text`` holds of a feed; empty where nothing of a feed begins."""
    text = ILLEGAL.sub("", text)
    start = _START.search(text)
    if not start:
        return ""
    known = {name: one or other for name, one, other in _DECLARED.findall(text, 0, start.start())}
    return _Mender(text, known).document(start.start())


class _Mender:
    def __init__(self, text: str, entities: dict[str, str]) -> None:
        self._text, self._places, self._writer = text, Places(text), Writer(entities)
        self._open: list[str] = []
        self._root_attributes = ""
        self._report = ""  # what this feed calls its reports
        self._between = False  # a report has just ended
        self._seen: set[str] = set()  # what the feed says of itself

    def document(self, at: int) -> str:
        text = self._text
        tags = 0
        while (at := text.find("<", at)) >= 0 and tags < MAX_TAGS:
            if text.startswith("<!--", at):
                at = self._places.past_comment(at)
            elif found := TAG.match(text, at) or CARELESS_TAG.match(text, at):
                at = self._ended(found) if found[1] else self._begun(found)
                tags += 1
            else:
                at += 1
        while self._open:
            self._close()
        return self._writer.document(self._root_attributes)

    def _ended(self, found: re.Match[str]) -> int:
        local = local_of(found[2])
        if local in ROOTS:  # all are closed at the end: a second feed may follow
            if local == "channel" and self._open and local_of(self._open[0]) == "rdf":
                self._close_to(local)
        elif any(local_of(name) == local for name in self._open):
            self._close_to(local)
            self._between = local in REPORTS
        return found.end()

    def _begun(self, found: re.Match[str]) -> int:
        name, local, rest = found[2], local_of(found[2]), found[3]
        self._writer.remember_spaces(rest)
        if local in ROOTS or (local in REPORTS and (":" not in name or name.startswith("atom"))):
            self._structure(name, local, rest)
            return found.end()
        is_empty = rest.rstrip().endswith("/")
        if not self._open or len(self._open) >= MAX_DEPTH:
            return found.end()
        self._make_room(name, local, found.end())
        if is_empty:
            self._writer.write(name, rest, empty=True)
        elif local in EITHER and self._holds_others(name, local, found.end()):
            self._writer.write(name, rest)
            self._open.append(name)
        elif local in TEXTS or local in EITHER:
            return self._leaf(name, local, rest, found.end())
        else:
            return self._stranger(name, rest, found.end())
        return found.end()

    def _structure(self, name: str, local: str, rest: str) -> None:
        if local in REPORTS:
            if self._open and self._open[-1] == name and self._writer.out[-1].startswith(f"<{name}"):
                return  # its beginning stands there twice
            self._report, self._between = name, False
            self._close_reports()
            if not self._open:
                self._root("feed" if local == "entry" else "rss", "")
            if local_of(self._open[0]) == "rss" and len(self._open) == 1:
                self._writer.write("channel", "")
                self._open.append("channel")
            self._writer.write(name, rest)
            self._open.append(name)
        elif not self._open:
            self._root("rss" if local == "channel" else name, "" if local == "channel" else rest)
            if local == "channel":
                self._structure(name, local, rest)
        elif local == "channel" and len(self._open) == 1 and not self._report:
            self._writer.write(name, rest)
            self._open.append(name)

    def _root(self, name: str, rest: str) -> None:
        local = local_of(name)
        space = re.search(r"(?:^|\s)xmlns\s*=\s*[\"']([^\"'<]*)[\"']", rest)
        own = space[1] if space else OWN_SPACE.get(local, "") if ":" not in name or local == "rdf" else ""
        attributes = self._writer.attributes(rest) + (f" xmlns={quoteattr(own)}" if own else "")
        if local == "rss" and " version=" not in attributes:
            attributes += ' version="2.0"'
        self._root_attributes = attributes
        self._writer.out.append(f"<{name}\x00>")  # the prefixes are known at the end
        self._open.append(name)

    def _close_reports(self) -> None:
        """Back to where reports stand, whatever was left open."""
        keep = 1 if self._open and local_of(self._open[0]) in {"rdf", "feed"} else 2
        while len(self._open) > keep or (self._open and local_of(self._open[-1]) not in ROOTS):
            self._close()

    def _make_room(self, name: str, local: str, at: int) -> None:
        """Close what cannot hold the element that begins; open the report whose beginning was lost."""
        top = local_of(self._open[-1])
        if top in {"author", "contributor", "owner"} and local not in _OF_PERSONS:
            self._close()
        while self._open[-1].startswith("media:") and not name.startswith("media:"):
            self._close()
        if local in _BEGIN_A_REPORT and local_of(self._open[-1]) in ROOTS:
            is_second = local in self._seen and self._text.startswith("</", self._places.report_boundary(at))
            self._seen.add(local)
            if self._between or is_second:
                self._report = self._report or ("entry" if self._open[0] == "feed" else "item")
                self._writer.write(self._report, "")
                self._open.append(self._report)
        self._between = False

    def _holds_others(self, name: str, local: str, at: int) -> bool:
        if local == "content":
            return ":" in name
        following = TAG.match(self._text, self._places.past_space(at))
        within = local_of(following[2]) if following else ""
        return within in TEXTS or within in EITHER or within in {"thumbnail", "credit", "player"}

    def _stranger(self, name: str, rest: str, at: int) -> int:
        """An element that we do not know: kept where it is plain, else only what it holds."""
        end = self._text.find("<", at)
        if self._text.startswith(f"</{name}", end):
            self._writer.write(name, rest)
            self._writer.out.append(f"{self._writer.characters(self._text[at:end])}</{name}>")
            return end + 2
        return at

    def _leaf(self, name: str, local: str, rest: str, at: int) -> int:
        """Write an element with its text; where to go on."""
        end, following = self._end_of_text(name, local, at)
        raw = self._text[at:end]
        if re.search(r"type\s*=\s*[\"']?(?:xhtml|application/xhtml\+xml)", rest):
            rest = re.sub(r"type\s*=\s*(?:\"[^\"]*\"|'[^']*'|\S+)", 'type="html"', rest, count=1)
        self._writer.write(name, rest)
        self._writer.out.append(f"{self._writer.value(raw)}</{name}>")
        return following

    def _end_of_text(self, name: str, local: str, at: int) -> tuple[int, int]:
        """Where the text of an element ends and where what follows begins."""
        text, begun = self._text, self._places.past_space(at)
        closing = f"</{name}"
        if text.startswith("<![CDATA[", begun):
            end, other = self._places.next("]]>", begun), self._places.next("<![CDATA[", begun + 9)
            if 0 <= end < self._places.report_boundary(at) and (other < 0 or end < other):
                following = self._places.past_space(end + 3)
                if text.startswith((closing, "<![CDATA["), following):
                    last = (
                        text.find(closing, following)
                        if text.startswith(closing, following)
                        else self._places.last_section(following)
                    )
                    return last, last
                return end + 3, end + 3
        limit = self._places.report_boundary(at)
        end = self._places.closing(closing, at, limit)
        again = re.compile(rf"<{re.escape(name)}[\s>]").search(text, begun, end if end >= 0 else limit)
        if again and again.start() == begun and (inner := TAG.match(text, begun)):
            return begun, begun if not inner[3].rstrip().endswith("/") else inner.end()
        if end >= 0 and not again:
            return end, end
        cut = self._next_element(at, again.start() if again else limit)
        return cut, cut

    def _next_element(self, at: int, limit: int) -> int:
        """Where the next element of the feed begins: there an element ends whose end tag was lost."""
        for found in TAG.finditer(self._text, at, limit):
            local = local_of(found[2])
            if found[1]:
                if any(local_of(name) == local for name in self._open):
                    return found.start()
            elif local in TEXTS or local in EITHER or local == "enclosure" or ":" in found[2]:
                return found.start()
        return limit

    def _close(self) -> None:
        self._writer.out.append(f"</{self._open.pop()}>")

    def _close_to(self, local: str) -> None:
        while local_of(self._open[-1]) != local:
            self._close()
        self._close()
