"""Two agencies, two formats: RSS 2.0 with Media RSS, and Atom."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape
from xml.etree import ElementTree

from newsroom.demo.wire.agencies import Agency
from newsroom.demo.wire.sending import Sent

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
for prefix, name in (("content", CONTENT), ("dc", DUBLIN_CORE), ("media", MEDIA)):
    ElementTree.register_namespace(prefix, name)


def body(sent: Sent) -> str:
    """The copy as HTML, the dateline in front of it."""
    first, *others = sent.paragraphs
    opening = f"<p>{escape(sent.report.dateline)} — {escape(first, quote=False)}</p>"
    return opening + "".join(f"<p>{escape(text, quote=False)}</p>" for text in others)


def rss(agency: Agency, reports: Sequence[Sent], base: str) -> bytes:
    """The feed as RSS 2.0."""
    root = ElementTree.Element("rss", version="2.0")
    channel = ElementTree.SubElement(root, "channel")
    for tag, text in (
        ("title", agency.name),
        ("link", f"{base}{agency.key}/"),
        ("description", agency.description),
    ):
        _add(channel, tag, text)
    _add(channel, "language", "en")
    for sent in reports:
        item = ElementTree.SubElement(channel, "item")
        _add(item, "title", sent.report.headline)
        _add(item, "link", base + sent.path)
        _add(item, "guid", sent.guid, isPermaLink="false")
        _add(item, "pubDate", format_datetime(sent.published))
        _add(item, "description", sent.report.summary)
        _add(item, f"{{{CONTENT}}}encoded", body(sent))
        _add(item, f"{{{DUBLIN_CORE}}}rights", agency.credit)
        for category in sent.report.categories:
            _add(item, "category", category)
        _picture(item, sent, base)
    return _document(root)


def atom(agency: Agency, reports: Sequence[Sent], base: str) -> bytes:
    """The feed as Atom."""
    root = ElementTree.Element("feed", xmlns=ATOM)
    _add(root, "title", agency.name)
    _add(root, "subtitle", agency.description)
    _add(root, "id", f"tag:{agency.key}.example,2026:feed")
    _add(root, "link", "", rel="self", href=base + agency.path)
    _add(root, "link", "", rel="alternate", href=f"{base}{agency.key}/")
    if reports:
        _add(root, "updated", _instant(max(sent.updated for sent in reports)))
    for sent in reports:
        entry = ElementTree.SubElement(root, "entry")
        _add(entry, "title", sent.report.headline)
        _add(entry, "link", "", rel="alternate", href=base + sent.path)
        _add(entry, "id", sent.guid)
        _add(entry, "published", _instant(sent.published))
        _add(entry, "updated", _instant(sent.updated))
        _add(entry, "summary", sent.report.summary)
        _add(entry, "content", body(sent), type="html")
        _add(entry, "rights", agency.credit)
        for category in sent.report.categories:
            _add(entry, "category", "", term=category)
        _picture(entry, sent, base)
    return _document(root)


def _picture(item: ElementTree.Element, sent: Sent, base: str) -> None:
    if not sent.picture_path:
        return
    content = _add(
        item, f"{{{MEDIA}}}content", "", url=base + sent.picture_path, type="image/jpeg", medium="image"
    )
    _add(content, f"{{{MEDIA}}}description", sent.report.caption)
    _add(content, f"{{{MEDIA}}}credit", f"{sent.agency.credit} graphics")


def _add(parent: ElementTree.Element, tag: str, text: str, **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, tag, attributes)
    element.text = text or None
    return element


def _document(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root)
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _instant(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
