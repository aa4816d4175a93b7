"""The body of an article as NITF has it: paragraphs, subheads, lists, quotes, tables, media. Pure.

Works on HTML that ``common.html`` has written. NITF knows fewer elements than the site: what it has no word for becomes a
paragraph, and pictures leave the paragraph that they stand in.
"""

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

from django.conf import settings

from common.xml_text import legal

DEEPEST = 60  # levels of elements; what lies deeper gives its words alone, for no copy does and trees are walked by calls
_VOID = {"img", "br", "hr"}
_EMPHASIS = {
    "em": "", "i": "italic", "strong": "bold", "b": "bold", "u": "underline", "cite": "title", "mark": "highlight",
    "code": "code", "dfn": "definition", "var": "variable", "s": "deleted", "del": "deleted", "ins": "inserted",
}  # fmt: skip
_SAME = {"a", "br", "q", "sub", "sup"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | {
    "p", "div", "center", "ul", "ol", "dl", "dt", "dd", "blockquote", "figure", "figcaption", "pre", "hr", "table",
}  # fmt: skip
_TABLE_PARTS = {"thead", "tbody", "tfoot", "tr"}
_SPANS = {"colspan", "rowspan"}
_CELLS = {"td", "th", "caption"}


class _Reader(HTMLParser):
    """The HTML as a tree."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self.open = [self.root]
        self.too_deep = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self.open) > DEEPEST:
            self.too_deep += tag not in _VOID
            return
        element = SubElement(self.open[-1], tag, {name: legal(value or "") for name, value in attrs})
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self.too_deep:
            self.too_deep -= tag not in _VOID
        elif tag in {element.tag for element in self.open[1:]}:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        _say(self.open[-1], legal(data))


def fill(content: Element, html: str) -> None:
    """Append the sanitised ``html`` to ``content``, which is a ``body.content``."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    _flow(reader.root, content)


def media(
    into: Element,
    source: str,
    alt: str,
    *,
    width: str = "",
    height: str = "",
    caption: str = "",
    credit: str = "",
) -> Element:
    """Append a picture with its description, its caption and who took it."""
    found = SubElement(into, "media", {"media-type": "image"})
    address = f"{settings.SITE_URL}{source}" if source.startswith("/") else source
    facts = {"source": address, "alternate-text": alt, "width": width, "height": height}
    SubElement(found, "media-reference", {name: legal(value) for name, value in facts.items() if value})
    if caption:
        SubElement(found, "media-caption").text = legal(caption)
    if credit:
        SubElement(found, "media-producer").text = legal(credit)
    return found


def _say(element: Element, words: str) -> None:
    """Text at the end of ``element``."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words


def _flow(node: Element, out: Element) -> None:
    """What stands in ``node``, as blocks at the end of ``out``: words between blocks become paragraphs."""
    run = Element("p")
    _say(run, node.text or "")
    for child in node:
        if child.tag in _BLOCKS:
            run = _end(run, out)
            _block(child, out)
        else:
            _inline(child, run)
            if pictures := list(child.iter("img")):
                run = _end(run, out)
                for picture in pictures:
                    _picture(picture, out)
        _say(run, child.tail or "")
    _end(run, out)


def _end(run: Element, out: Element) -> Element:
    if len(run) or (run.text or "").strip():
        out.append(run)
    return Element("p")


def _block(node: Element, out: Element) -> None:
    match node.tag:
        case "ul" | "ol":
            _items(node, out)
        case "blockquote":
            _flow(node, SubElement(SubElement(out, "bq"), "block"))
        case "figure":
            _figure(node, out)
        case "pre":
            SubElement(out, "pre").text = "".join(node.itertext())
        case "hr":
            SubElement(out, "hr")
        case "table":
            _table(node, SubElement(out, "table"))
        case "dt":
            _enriched(node, SubElement(SubElement(out, "p"), "em", {"class": "bold"}))
        case heading if heading in _HEADINGS:
            _enriched(node, SubElement(out, "hl2"))
        case _:
            _flow(node, out)


def _items(node: Element, out: Element) -> None:
    items = [child for child in node if child.tag == "li"]
    if items:
        made = SubElement(out, node.tag)
        for item in items:
            _cell(item, SubElement(made, "li"))


def _cell(node: Element, made: Element) -> None:
    """Words stay words; only where blocks stand in it, it is made of blocks."""
    if any(child.tag in _BLOCKS or child.tag == "img" for child in node.iter() if child is not node):
        _flow(node, made)
    else:
        _enriched(node, made)


def _table(node: Element, made: Element) -> None:
    for child in node:
        facts = {name: words for name, words in child.attrib.items() if name in _SPANS}
        if child.tag in _TABLE_PARTS:
            _table(child, SubElement(made, child.tag))
        elif child.tag in _CELLS:
            _cell(child, SubElement(made, child.tag, facts))


def _figure(node: Element, out: Element) -> None:
    words = " ".join("".join(child.itertext()) for child in node.iter("figcaption")).strip()
    pictures = list(node.iter("img"))
    for picture in pictures:
        _picture(picture, out, words)
    if not pictures:
        _flow(node, out)


def _picture(node: Element, out: Element, caption: str = "") -> None:
    facts = node.attrib
    if source := facts.get("src", ""):
        size = {name: facts.get(name, "") for name in ("width", "height")}
        media(out, source, facts.get("alt", ""), caption=caption, **size)


def _enriched(node: Element, made: Element) -> None:
    _say(made, node.text or "")
    for child in node:
        _inline(child, made)
        _say(made, child.tail or "")


def _inline(node: Element, run: Element) -> None:
    """One element within a line; what NITF has no word for gives its words alone."""
    if node.tag in _EMPHASIS:
        style = _EMPHASIS[node.tag]
        _enriched(node, SubElement(run, "em", {"class": style} if style else {}))
    elif node.tag in _SAME:
        facts = {"href": node.attrib["href"]} if node.tag == "a" and "href" in node.attrib else {}
        _enriched(node, SubElement(run, node.tag, facts))
    elif node.tag != "img":
        _enriched(node, run)
