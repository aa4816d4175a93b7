"""Lists of feeds as other readers know them: OPML 2.0 (http://opml.org/spec2.opml), in and out, with folders."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.parsers import expat

from django.utils.translation import gettext as _

from common.xml_text import legal
from feeds.parsing.links import web_address

MOST_BYTES = 5 * 1024 * 1024
MOST_OUTLINES = 5_000


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list. ``folder`` is the innermost that holds it."""

    url: str
    title: str = ""
    home_url: str = ""
    folder: str = ""


class NoList(Exception):
    """What was given is no list of feeds; the words say why, to the person who gave it."""


def read(body: bytes) -> tuple[list[Outline], list[str]]:
    """The feeds of a list, and what was left out of it, in words. Raises NoList."""
    if len(body) > MOST_BYTES:
        raise NoList(_("The file is larger than a list of feeds."))
    outlines: list[Outline] = []
    left_out: list[str] = []
    folders: list[str] = []
    depth_is_folder: list[bool] = []
    seen: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        tag = name.lower()
        seen.append(tag)
        if tag != "outline":
            return
        values = {key.lower(): value for key, value in attributes.items()}
        title = " ".join((values.get("title") or values.get("text") or "").split())
        address = values.get("xmlurl", "").strip()
        depth_is_folder.append(not address)
        if not address:
            folders.append(title)
        elif url := web_address(address):
            if len(outlines) < MOST_OUTLINES:
                folder = next((one for one in reversed(folders) if one), "")
                home = web_address(values.get("htmlurl", ""))
                outlines.append(Outline(url, title[:300], home[:1000], folder[:100]))
            else:
                left_out.append(title or url)
        else:
            left_out.append(f"{title}: {address}"[:200])

    def end(name: str) -> None:
        if name.lower() == "outline" and depth_is_folder.pop():
            folders.pop()

    try:
        _walk(body, start, end)
    except expat.ExpatError as error:
        raise NoList(
            _("The file is damaged at line %(line)s: a list of feeds (OPML) is XML.") % {"line": error.lineno}
        ) from error
    if seen[:1] != ["opml"]:
        raise NoList(_("The file is XML, but no list of feeds (OPML)."))
    return list({outline.url: outline for outline in outlines}.values()), left_out


def _walk(body: bytes, start: object, end: object) -> None:
    """Read without ever resolving an entity of the document's own."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start  # type: ignore[assignment]
    parser.EndElementHandler = end  # type: ignore[assignment]

    def refuse(*_parts: object) -> None:
        raise NoList(_("The file declares entities, which a list of feeds has no need of."))

    parser.EntityDeclHandler = refuse
    parser.Parse(body, True)


def written(outlines: Iterable[Outline], *, title: str, now: datetime) -> bytes:
    """The list as a file, folders and feeds in the order of their names."""
    root = ET.Element("opml", version="2.0")
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = legal(title)
    ET.SubElement(head, "dateCreated").text = format_datetime(now)
    body = ET.SubElement(root, "body")
    for folder, inside in _by_folder(outlines):
        parent = ET.SubElement(body, "outline", text=legal(folder), title=legal(folder)) if folder else body
        for one in inside:
            _add(parent, one)
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _by_folder(outlines: Iterable[Outline]) -> Iterator[tuple[str, list[Outline]]]:
    folders: dict[str, list[Outline]] = {}
    for one in sorted(outlines, key=lambda one: (one.title.casefold(), one.url)):
        folders.setdefault(one.folder, []).append(one)
    yield from sorted(folders.items(), key=lambda pair: (pair[0] == "", pair[0].casefold()))


def _add(parent: ET.Element, one: Outline) -> None:
    values = {"type": "rss", "text": one.title or one.url, "title": one.title or one.url, "xmlUrl": one.url}
    if one.home_url:
        values["htmlUrl"] = one.home_url
    ET.SubElement(parent, "outline", {name: legal(value) for name, value in values.items()})
