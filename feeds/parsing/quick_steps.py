"""feedparser's own steps for the elements that fill feeds, said shorter: the same outcome in a fraction of the time.

Only steps that ``feedparser_reading.Reader`` leaves as feedparser has them are said anew here, and a test holds that;
whatever is not here is done by the slower original, in the same state. So the two readers can be mixed element by
element and cannot drift apart unseen: the tests compare all that both gather.
"""

import re
from typing import Any

from feedparser.html import _cp1252
from feedparser.util import FeedParserDict

from feeds.parsing.feedparser_reading import MAX_TAGS, Attributes, Reader

# Under which name feedparser's dictionaries keep what is stored under another.
KEPT_AS: dict[str, str] = {
    name: kept if isinstance(kept, str) else kept[0] for name, kept in FeedParserDict.keymap.items()
}
_HTML_TYPES = frozenset(Reader.html_types)
_TYPES = {"text": "text/plain", "plain": "text/plain", "html": "text/html", "xhtml": "application/xhtml+xml"}
_LISTED = frozenset({"category", "tags", "itunes_keywords"})
_ADDRESSES = frozenset(Reader.can_be_relative_uri)
_WINDOWS_CONTROLS = re.compile("[\x80-\x9f]")
_BOGUS_REFERENCE = re.compile("&([A-Za-z0-9_]+);")
_XHTML = "application/xhtml+xml"

# Past the lookups of feedparser's dictionaries, which know other names for what is asked for here by its own.
_get, _set, _has, _default = dict.get, dict.__setitem__, dict.__contains__, dict.setdefault


class QuickReader(Reader):
    """The reader with the most frequent of its steps made quick."""

    baseuri: str
    lang: str | None

    def __init__(self, language: str | None) -> None:
        super().__init__(language)
        # How deep the values of the newest entry stand: a shallower one takes the place of a deeper.
        self._depths: dict[str, int] = {}
        self._depths_of: object = None

    def _get_context(self) -> Any:
        if self.insource:
            return self.sourcedata
        if self.inimage and "image" in self.feeddata:
            return self.feeddata["image"]
        if self.intextinput:
            return self.feeddata["textinput"]
        return self.entries[-1] if self.inentry else self.feeddata

    def pop(self, element: str, strip_whitespace: int = 1) -> Any:
        """The text of the element that ends, stored where it belongs; None if another one is open."""
        stack = self.elementstack
        if not stack or stack[-1][0] != element:
            return None
        parameters = self.contentparams
        if parameters and (parameters.get("base64") or parameters.get("type") == _XHTML):
            self._take_depths()
            text = super().pop(element, strip_whitespace)
            self._give_depths()
            return text
        _, expecting_text, pieces = stack.pop()
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        if strip_whitespace:
            text = text.strip()
        if not expecting_text:
            return text
        if text and element in _ADDRESSES and (element != "id" or self.guidislink):
            text = self.resolve_uri(text)
        if parameters:
            if (
                parameters.get("type") == "text/plain"
                and ("<" in text or "&" in text)
                and not self.version.startswith("atom")
                and self.looks_like_html(text)
            ):
                parameters["type"] = "text/html"
            parameters.pop("base64", None)
        if not text.isascii():
            text = _characters(text)
        if element not in _LISTED and not (element == "title" and -1 < self.title_depth <= self.depth):
            self._keep(element, text)
        return text

    def _keep(self, element: str, text: str) -> None:
        if self.inentry and not self.insource:
            entry = self.entries[-1]
            if element == "content":
                _default(entry, "content", []).append({**self.contentparams, "value": text})
            elif element == "link":
                if not self.inimage:
                    text = (
                        _BOGUS_REFERENCE.sub(r"&\g<1>", text.replace("&amp;", "&")) if "&" in text else text
                    )
                    _set(entry, "link", text)
                    if text:
                        _set(entry["links"][-1], "href", text)
            else:
                if element == "description":
                    element = "summary"
                if self._depths_of is not entry:
                    self._depths_of, self._depths = entry, {}
                deepest = self._depths.get(element)
                if deepest is None or self.depth <= deepest:
                    self._depths[element] = self.depth
                    _set(entry, KEPT_AS.get(element, element), text)
                if self.incontent:
                    _set(entry, element + "_detail", {**self.contentparams, "value": text})
        elif self.infeed or self.insource:
            context = self._get_context()
            if element == "description":
                element = "subtitle"
            _set(context, KEPT_AS.get(element, element), text)
            if element == "link":
                text = _BOGUS_REFERENCE.sub(r"&\g<1>", text)
                _set(context, "link", text)
                _set(context["links"][-1], "href", text)
            elif self.incontent:
                _set(context, element + "_detail", {**self.contentparams, "value": text})

    def _take_depths(self) -> None:
        """Let feedparser's own step know the depths of the newest entry."""
        if self.entries and self._depths_of is self.entries[-1]:
            self.property_depth_map[self.entries[-1]] = self._depths

    def _give_depths(self) -> None:
        if self.entries and self.entries[-1] in self.property_depth_map:
            self._depths_of, self._depths = self.entries[-1], self.property_depth_map[self.entries[-1]]

    def push_content(
        self, tag: str, attributes: Attributes, default_content_type: str, expecting_text: int
    ) -> None:
        """As feedparser's own, in a plain dictionary."""
        self.incontent += 1
        if self.lang:
            self.lang = self.lang.replace("_", "-")
        type_ = attributes.get("type", default_content_type).lower()
        parameters = {"type": _TYPES.get(type_, type_), "language": self.lang, "base": self.baseuri}
        self.contentparams = parameters
        parameters["base64"] = self._is_base64(attributes, parameters)
        self.elementstack.append([tag, expecting_text, []])

    def resolve_uri(self, uri: str) -> str:
        """Without a base, which only xml:base gives, an address stays as it is."""
        return uri if not self.baseuri and ":///" not in uri else super().resolve_uri(uri)

    def _start_title(self, attributes: Attributes) -> None:
        if self.svgOK:
            super()._start_title(attributes)
        else:
            self.push_content("title", attributes, "text/plain", self.infeed or self.inentry or self.insource)

    def _start_description(self, attributes: Attributes) -> None:
        if self.hasContent or not _has(self._get_context(), "summary"):
            self.push_content(
                "description", attributes, "text/html", self.infeed or self.inentry or self.insource
            )
        else:
            super()._start_description(attributes)

    def _start_guid(self, attributes: Attributes) -> None:
        self.guidislink = attributes.get("ispermalink", "true") == "true"
        self.elementstack.append(["id", 1, []])

    _start_id = _start_guid

    def _end_guid(self) -> None:
        text = self.pop("id")
        context = self._get_context()
        _default(context, "guidislink", self.guidislink and not _has(context, "link"))
        if self.guidislink:
            _default(context, "link", text)

    _end_id = _end_guid

    def _start_link(self, attributes: Attributes) -> None:
        attributes.setdefault("rel", "alternate")
        attributes.setdefault("type", "application/atom+xml" if attributes["rel"] == "self" else "text/html")
        context = self._get_context()
        attributes = self._enforce_href(attributes)
        href = attributes.get("href")
        if href is not None:
            attributes["href"] = href = self.resolve_uri(href)
        links = _default(context, "links", [])
        if not (self.inentry and self.inimage):
            links.append(attributes)
        if href is None:
            self.elementstack.append(["link", self.infeed or self.inentry or self.insource, []])
        elif attributes["rel"] == "alternate" and self.map_content_type(attributes["type"]) in _HTML_TYPES:
            _set(context, "link", href)

    @staticmethod
    def _enforce_href(attributes: Attributes) -> Attributes:
        if "url" in attributes or "uri" in attributes:
            return Reader._enforce_href(attributes)  # type: ignore[no-any-return]
        return attributes

    def _start_enclosure(self, attributes: Attributes) -> None:
        attributes = self._enforce_href(attributes)
        attributes["rel"] = "enclosure"
        _default(self._get_context(), "links", []).append(attributes)

    def _start_author(self, attributes: Attributes) -> None:
        self.inauthor = 1
        self.elementstack.append(["author", 1, []])
        _default(self._get_context(), "authors", []).append({})

    _start_managingeditor = _start_dc_author = _start_dc_creator = _start_itunes_author = _start_author

    def _start_category(self, attributes: Attributes) -> None:
        scheme = attributes.get("scheme", attributes.get("domain"))
        self._add_tag(attributes.get("term"), scheme, attributes.get("label"))
        self.elementstack.append(["category", 1, []])

    def _end_category(self) -> None:
        if text := self.pop("category"):
            tags = dict.__getitem__(self._get_context(), "tags")
            if tags and not tags[-1]["term"]:
                tags[-1]["term"] = text
            else:
                self._add_tag(text, None, None)

    def _end_itunes_keywords(self) -> None:
        terms = [term for each in self.pop("itunes_keywords").split(",") if (term := each.strip())]
        if not terms:
            return
        tags = _default(self._get_context(), "tags", [])
        scheme = "http://www.itunes.com/"
        known = {tag["term"] for tag in tags if tag["scheme"] == scheme and tag["label"] is None}
        for term in dict.fromkeys(terms):
            if term not in known and len(tags) < MAX_TAGS:
                tags.append({"term": term, "scheme": scheme, "label": None})


def _characters(text: str) -> str:
    """With UTF-8 that was taken for Latin-1 read once more, and the controls that are characters of Windows."""
    text = _reread(text)
    return text.translate(_cp1252) if _WINDOWS_CONTROLS.search(text) else text


def _reread(text: str) -> str:
    try:
        return text.encode("iso-8859-1").decode("utf-8")
    except UnicodeError:
        return text
