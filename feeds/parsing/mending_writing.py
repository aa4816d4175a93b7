"""What is written anew of a damaged feed: elements, attributes and texts that are well-formed, whatever was in them."""

import re
from html.entities import html5
from xml.sax.saxutils import escape, quoteattr

from feeds.parsing.feed_words import NAME, SPACES
from feeds.parsing.repairing import ILLEGAL

MAX_ATTRIBUTES = 60

_ATTRIBUTE = re.compile(rf"({NAME})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]\w{1,31}));")
_CDATA = re.compile(r"<?!?\[CDATA\[")
_CDATA_REST = re.compile(r"\]{1,2}\s*>?\s*$")
_WHOLE_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_MARKUP = re.compile(r"<[A-Za-z/]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


class Writer:
    """Gathers a document. ``entities`` are those that the feed declared itself."""

    def __init__(self, entities: dict[str, str]) -> None:
        self._entities = entities
        self.out: list[str] = []
        self._prefixes = dict(SPACES)

    def document(self, root_attributes: str) -> str:
        """All of it; what vocabularies it uses is known only at the end."""
        spaces = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in self._prefixes.items())
        return "".join(self.out).replace("\x00", root_attributes + spaces, 1)

    def write(self, name: str, rest: str, *, empty: bool = False) -> None:
        """A beginning; ``rest`` is what stood in it behind its name."""
        self._know(name)
        self.out.append(f"<{name}{self.attributes(rest)}{'/' if empty else ''}>")

    def attributes(self, rest: str) -> str:
        """Each once, quoted."""
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

    def remember_spaces(self, rest: str) -> None:
        """Take what a beginning declares for all of the document."""
        if "xmlns:" in rest:
            for found in re.finditer(r"xmlns:([A-Za-z_][\w.-]*)\s*=\s*[\"']([^\"'<]+)[\"']", rest):
                if found[1].lower() not in {"xml", "xmlns"}:
                    self._prefixes[found[1]] = found[2]

    def value(self, raw: str) -> str:
        """The text of an element, escaped once. Where it holds tags it is HTML as it stands."""
        if "<![CDATA[" in raw:
            end = raw.rfind("]]>") + 3 if "]]>" in raw else 0  # behind it no section ends
            whole = _WHOLE_CDATA.sub(lambda found: found[1], raw[:end]) + raw[end:]
            return escape(_CDATA_REST.sub("", _CDATA.sub("", whole)) if "CDATA[" in whole else whole)
        end = raw.rfind("-->") + 3 if "-->" in raw else 0  # behind it no comment ends
        raw = _CDATA.sub("", _COMMENT.sub("", raw[:end]) + raw[end:]).replace("]]>", "")
        return escape(raw) if _MARKUP.search(raw) else self.characters(raw)

    def characters(self, text: str) -> str:
        """Text without tags, escaped once."""
        return escape(_ENTITY.sub(self._character, text))

    def _character(self, found: re.Match[str]) -> str:
        decimal, hexadecimal, name = found.groups()
        if name:
            return self._entities.get(name) or html5.get(f"{name};", found[0])
        number = int(decimal) if decimal else int(hexadecimal, 16)
        return ILLEGAL.sub("", chr(number)) if number < 0x110000 else ""

    def _know(self, name: str) -> None:
        prefix = name.partition(":")[0] if ":" in name else ""
        if prefix and prefix.lower() != "xml":
            self._prefixes.setdefault(prefix, f"urn:unknown:{prefix}")
