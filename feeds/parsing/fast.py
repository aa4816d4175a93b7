"""The fast way for what is well-formed: the same reader, driven by expat itself, with its steps made quick.

``read`` gives what ``feedparser_reading.read`` gives, name by name and value by value, or None where it has any doubt:
then the tolerant way reads. Quick are the elements that feeds are made of. What stands inside of XHTML, what bears a
base or a language of its own, and every element that is not known here takes feedparser's own steps in the same state.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.parsers import expat
from xml.sax.xmlreader import AttributesNSImpl

from feedparser.urls import make_safe_absolute_uri

from feeds.parsing.feedparser_reading import Attributes
from feeds.parsing.quick_steps import QuickReader

# Before the first element a DOCTYPE may declare entities and name a version.
_FIRST_TAG = re.compile(rb"<\w")
_TEXT_AT_ONCE = 1 << 16
# Their values are words, whatever case they are written in.
_LOWERED = frozenset({"rel", "type"})
_OF_INLINE = frozenset({"base", "lang", "xml:base", "xml:lang"})
_KEEP_TEXT_INPUT = frozenset({"title", "link", "description", "name"})
_KEEP_IMAGE = frozenset({"title", "link", "description", "url", "href", "width", "height"})
Name = tuple[str | None, str]


class Doubt(Exception):
    """Here the fast way might see it otherwise."""


@dataclass(slots=True)
class Element:
    """What is to be done where an element of this name begins and ends."""

    start: Callable[[Attributes], None] | None
    stored_as: str
    end: Callable[[], None] | None
    popped_as: str
    ends_text_input: bool
    ends_image: bool


def read(body: bytes, language: str | None = None) -> dict[str, Any] | None:
    """What the feed holds, in feedparser's names; None where the tolerant way must see to it. ``body`` is UTF-8."""
    first = _FIRST_TAG.search(body)
    if not first or b"<!DOCTYPE" in body[: first.start()] or b"<!ENTITY" in body[: first.start()]:
        return None
    try:
        reader = FastReader(language)
        reader.read(body)
    except Exception:  # ill-formed, or anything that feedparser trips over: the tolerant way will tell
        return None
    if not reader.entries and not reader.version:
        return None
    return {"feed": reader.feeddata, "entries": reader.entries, "version": reader.version}


class FastReader(QuickReader):
    """Takes expat's events without a layer between."""

    def __init__(self, language: str | None) -> None:
        super().__init__(language)
        self._elements: dict[str, Element] = {}
        self._attribute_names: dict[str, str] = {}
        # Said once more these would change nothing; some feeds declare theirs at every element.
        self._declared: set[tuple[str | None, str | None]] = set()
        self._inline = 0  # how many elements are open that feedparser's own steps began inside of a text
        # feedparser keeps base and language of every open element; until one names its own they are all the same.
        self._differ = False
        self._language = self.lang

    def read(self, body: bytes) -> None:
        """Raises ExpatError where the body is ill-formed, Doubt where it declares entities."""
        parser = expat.ParserCreate("utf-8", " ", intern={})
        parser.namespace_prefixes = True
        parser.buffer_size = _TEXT_AT_ONCE
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._taking_text()
        parser.StartNamespaceDeclHandler = self._declare
        parser.StartDoctypeDeclHandler = _doubt
        parser.Parse(body, True)

    def _taking_text(self) -> Callable[[str], None]:
        """As feedparser's own ``handle_data``, which escapes only in what is XHTML."""
        stack, escaping = self.elementstack, self.handle_data

        def take(text: str) -> None:
            if self.contentparams:
                escaping(text)
            elif stack:
                stack[-1][2].append(text)

        return take

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        if (prefix, uri) in self._declared:
            return
        before = (dict(self.namespacemap), dict(self.namespaces_in_use))
        self.startPrefixMapping(prefix, uri)
        if before != (self.namespacemap, self.namespaces_in_use):
            self._elements.clear()
            self._attribute_names.clear()
            self._declared.clear()
        if not self.decls:
            self._declared.add((prefix, uri))

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if self.incontent:
            if self.version == "atom10" and not str(self.contentparams.get("type", "xml")).endswith("xml"):
                raise Doubt("markup in what calls itself text: feedparser looks at the pieces it came in")
            self._inline += 1
            self._let_differ()
            self._begin_slowly(name, attributes)
            return
        given = self._named(attributes) if attributes else {}
        if given is None or self.decls:
            if given is None:
                self._let_differ()
            self._begin_slowly(name, attributes)
            return
        element = self._elements.get(name) or self._recognise(name)
        self.depth += 1
        if self._differ:
            if self.baseuri:
                self.baseuri = _settled(self.baseuri)
            self.basestack.append(self.baseuri)
            self.langstack.append(self.lang)
        if element.ends_text_input:
            self.intextinput = 0
        if element.ends_image:
            self.inimage = 0
        if element.start is not None:
            try:
                element.start(given)
            except AttributeError:
                pass  # feedparser's way of telling that the step does not fit here
            else:
                return
        if given:
            self._get_context()[element.stored_as] = given
        else:
            self.elementstack.append([element.stored_as, 1, []])

    def _end(self, name: str) -> None:
        if self._inline:
            self._inline -= 1
            self._end_slowly(name)
            return
        element = self._elements.get(name) or self._recognise(name)
        if element.end is None or self.svgOK:
            self.pop(element.popped_as)
        else:
            try:
                element.end()
            except AttributeError:
                self.pop(element.popped_as)
        if self.incontent:
            raise Doubt("a text that does not end")
        self.depth -= 1
        if not self._differ:
            self.lang = self._language
            return
        self.basestack.pop()
        if self.basestack and self.basestack[-1]:
            self.baseuri = self.basestack[-1]
        self.langstack.pop()
        if self.langstack:
            self.lang = self.langstack[-1]

    def _let_differ(self) -> None:
        """From now on bases and languages are kept for every open element, as feedparser does it from the beginning."""
        if not self._differ:
            self._differ = True
            self.basestack[:] = [self.baseuri] * self.depth
            self.langstack[:] = [self.lang] * self.depth

    def _named(self, attributes: dict[str, str]) -> Attributes | None:
        """The attributes as feedparser names them; None where one changes how all within is read."""
        names, given = self._attribute_names, {}
        for name, value in attributes.items():
            short = names.get(name) or self._short(name)
            if short == "":
                return None
            given[short] = value.lower() if short in _LOWERED else value
        return given

    def _short(self, name: str) -> str:
        """The attribute's name with the prefix that feedparser gives it; empty where it needs feedparser's own step."""
        space, local, given_prefix = _parts(name)
        short = local.lower()
        if space is not None:
            prefix = self._matchnamespaces.get(space.lower(), "")
            short = f"{prefix}:{short}" if prefix and prefix == given_prefix else ""
        self._attribute_names[name] = short = "" if short in _OF_INLINE else short
        return short

    def _recognise(self, name: str) -> Element:
        """Look up once in a feed what an element's name means in it."""
        space, local, _ = _parts(name)
        lowered = (space or "").lower()
        if "backend.userland.com/rss" in lowered:  # any of them is meant
            begins = self._named_by("http://backend.userland.com/rss", local)
        else:
            begins = self._named_by(space, local)
        ends = self._named_by(space, local)
        prefix, suffix = self._in_its_space(begins)
        key, end_key = prefix + suffix, "".join(self._in_its_space(ends))
        element = Element(
            start=getattr(self, "_start_" + key, None),
            stored_as=key,
            end=getattr(self, "_end_" + end_key, None),
            popped_as=end_key,
            ends_text_input=not prefix and begins not in _KEEP_TEXT_INPUT,
            ends_image=not prefix and begins not in _KEEP_IMAGE,
        )
        self._elements[name] = element
        return element

    def _named_by(self, space: str | None, local: str) -> str:
        """The name with the prefix by which feedparser knows its namespace, or the feed itself."""
        prefix = self._matchnamespaces.get((space or "").lower(), "")
        if not prefix and space:
            prefix = next((name for name, uri in self.namespaces_in_use.items() if name and uri == space), "")
        return (f"{prefix}:{local}" if prefix else local).lower()

    def _in_its_space(self, name: str) -> tuple[str, str]:
        prefix, colon, suffix = name.partition(":")
        if not colon:
            prefix, suffix = "", name
        prefix = self.namespacemap.get(prefix, prefix)
        return (prefix + "_" if prefix else ""), suffix

    def _begin_slowly(self, name: str, attributes: dict[str, str]) -> None:
        values, qualified = {}, {}
        for each, value in attributes.items():
            space, local, prefix = _parts(each)
            values[space, local] = value
            qualified[space, local] = f"{prefix}:{local}" if prefix else local
        self.startElementNS(_parts(name)[:2], None, AttributesNSImpl(values, qualified))

    def _end_slowly(self, name: str) -> None:
        self.endElementNS(_parts(name)[:2], None)


def _parts(name: str) -> tuple[str | None, str, str]:
    """Namespace, local name and prefix of one of expat's names."""
    parts = name.split()
    if len(parts) == 1:
        return None, name, ""
    return parts[0], parts[1], parts[2] if len(parts) == 3 else ""


@lru_cache(maxsize=64)
def _settled(base: str) -> str:
    """The base resolved against itself, as feedparser does it again with every element."""
    return make_safe_absolute_uri(base, base) or base


def _doubt(*args: object) -> None:
    raise Doubt("a document type")
