"""XML of the wires as trees, read by expat: nothing is fetched, no entity is declared, no depth is bottomless."""

from typing import NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from feeds.parsing.repairing import repaired

# Deeper or larger than any copy.
MAX_DEPTH = 200
MAX_ELEMENTS = 200_000


class Damaged(Exception):
    """XML that cannot be read, or that we do not read; ``line`` where it was noticed."""

    def __init__(self, why: str, line: int) -> None:
        super().__init__(why)
        self.line = line


class _Depth(NamedTuple):
    now: int = 0
    elements: int = 0


class _Reader:
    """Names lose their prefixes: the few words of these formats mean the same in every namespace."""

    def __init__(self) -> None:
        self.builder = TreeBuilder()
        self.depth = _Depth()
        self.parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.builder.data
        parser.EntityDeclHandler = self._refuse

    def read(self, body: bytes) -> Element:
        """Raises Damaged."""
        try:
            self.parser.Parse(body, True)
            return self.builder.close()
        except expat.ExpatError as error:
            raise Damaged(expat.errors.messages.get(error.code, str(error)), error.lineno) from None
        except AssertionError:
            raise Damaged("no element found", 1) from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth = _Depth(self.depth.now + 1, self.depth.elements + 1)
        if self.depth.now > MAX_DEPTH or self.depth.elements > MAX_ELEMENTS:
            raise Damaged("nested deeper or longer than any copy", self.parser.CurrentLineNumber)
        self.builder.start(_bare(name), {_bare(key): value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        self.depth = self.depth._replace(now=self.depth.now - 1)
        self.builder.end(_bare(name))

    def _refuse(self, name: str, *_rest: object) -> None:
        raise Damaged(f"declares the entity {name[:40]}", self.parser.CurrentLineNumber)


def read_tree(body: bytes) -> Element:
    """The root of a document in UTF-8, whatever it says of itself; names without prefixes. Raises Damaged."""
    return _Reader().read(repaired(body.decode("utf-8", "replace")).encode())


def words(element: Element | None) -> str:
    """All text within, on one line; empty where there is no element."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def first(element: Element, *paths: str) -> Element | None:
    """The first element that one of the paths finds, the paths in their order."""
    for path in paths:
        found = element.find(path)
        if found is not None:
            return found
    return None


def _bare(name: str) -> str:
    return name.rpartition(":")[2]
