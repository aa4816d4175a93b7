"""Reading a WordPress export (WXR): RSS with WordPress's own elements, an item at a time, so that size does not matter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote
from xml.parsers import expat

from newsroom.interchange.autop import paragraphs
from newsroom.interchange.piece import Piece, Unreadable

CHUNK = 256 * 1024
LARGEST_ITEM = 20 * 1024 * 1024  # characters of one item; a longer one is no article
_SPACES = (
    (re.compile(r"http://wordpress\.org/export/[0-9.]+/excerpt/ (.+)"), r"excerpt:\1"),
    (re.compile(r"http://wordpress\.org/export/[0-9.]+/ (.+)"), r"wp:\1"),
    (re.compile(r"http://purl\.org/rss/1\.0/modules/content/ (.+)"), r"content:\1"),
    (re.compile(r"http://purl\.org/dc/elements/1\.1/ (.+)"), r"dc:\1"),
)
_LIVE, _KEPT = "publish", {"publish", "draft", "pending", "future", "private"}


@dataclass(slots=True)
class _Item:
    """The direct children of an item (or of an author): name → words, and the terms with their attributes."""

    facts: dict[str, str] = field(default_factory=dict)
    terms: list[tuple[str, str, str]] = field(default_factory=list)  # domain, nicename, words
    size: int = 0


class _Reader:
    """Feeds on the file; ``items`` are those that are complete."""

    def __init__(self) -> None:
        self.items: list[_Item] = []
        self.authors: dict[str, str] = {}
        self.language = ""
        self.is_export = False
        self._path: list[str] = []
        self._words: list[str] = []
        self._item: _Item | None = None
        self._term = ("", "")
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._say
        # No export of WordPress declares a document type; entities of its own are an attack.
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _refuse(self, *declared: object) -> None:
        raise Unreadable("The file declares a document type; an export of WordPress does not.")

    def _start(self, name: str, facts: dict[str, str]) -> None:
        name = _short(name)
        self._path.append(name)
        self._words = []
        if name in ("item", "wp:author") and self._path[:-1] == ["rss", "channel"]:
            self._item = _Item()
        if name == "wp:wxr_version":
            self.is_export = True
        self._term = (facts.get("domain", ""), facts.get("nicename", ""))

    def _say(self, words: str) -> None:
        if self._item is not None:
            self._item.size += len(words)
            if self._item.size > LARGEST_ITEM:
                raise Unreadable(f"An item is longer than {LARGEST_ITEM} characters.")
        self._words.append(words)

    def _end(self, name: str) -> None:
        name = _short(name)
        self._path.pop()
        words, self._words = "".join(self._words), []
        item, parents = self._item, self._path
        if parents == ["rss", "channel"]:
            if name == "item" and item is not None:
                self.items.append(item)
            elif name == "wp:author" and item is not None:
                login = item.facts.get("wp:author_login", "")
                self.authors[login] = item.facts.get("wp:author_display_name", "") or login
            elif name == "language":
                self.language = words.strip()[:2].lower()
            if name in ("item", "wp:author"):
                self._item = None
        elif item is not None and len(parents) == 3:
            if name == "category":
                item.terms.append((*self._term, words.strip()))
            else:
                item.facts[name] = words


def pieces(path: Path) -> Iterator[Piece]:
    """The posts of an export, in its order; pages, attachments and what lies in the bin are passed over.

    Raises Unreadable, OSError.
    """
    reader = _Reader()
    try:
        with path.open("rb") as stream:
            while data := stream.read(CHUNK):
                reader.parser.Parse(data, False)
                yield from _ready(reader)
            reader.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Unreadable(f"The file is no well-formed XML: {error}.") from None
    yield from _ready(reader)
    if not reader.is_export:
        raise Unreadable("This is no export of WordPress: it names no wxr_version.")


def _ready(reader: _Reader) -> Iterator[Piece]:
    items, reader.items = reader.items, []
    for item in items:
        if item.facts.get("wp:post_type") == "post" and item.facts.get("wp:status") in _KEPT:
            yield _piece(item, reader)


def _piece(item: _Item, reader: _Reader) -> Piece:
    facts = item.facts
    login = facts.get("dc:creator", "")
    author = reader.authors.get(login, login).strip()
    return Piece(
        address=(facts.get("link") or facts.get("guid") or "").strip(),
        headline=facts.get("title", "").strip(),
        slug=unquote(facts.get("wp:post_name", "")),
        body=paragraphs(facts.get("content:encoded", "")),
        standfirst=facts.get("excerpt:encoded", ""),
        authors=(author,) if author else (),
        categories=tuple((unquote(slug), name) for domain, slug, name in item.terms if domain == "category"),
        tags=tuple(name for domain, _slug, name in item.terms if domain == "post_tag"),
        published_at=_moment(facts.get("wp:post_date_gmt", "")) if facts.get("wp:status") == _LIVE else None,
        language=reader.language,
    )


def _moment(words: str) -> datetime | None:
    """WordPress writes zeros where there is no time."""
    try:
        return datetime.strptime(words.strip(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _short(name: str) -> str:
    for pattern, short in _SPACES:
        if found := pattern.fullmatch(name):
            return found.expand(short)
    return name
