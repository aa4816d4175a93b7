"""From the trees of NITF and XHTML to HTML, unsafe until the one sanitiser has passed it."""

from collections.abc import Callable
from html import escape
from xml.etree.ElementTree import Element

Named = Callable[[Element], str | None]
_VOID = {"br", "hr", "img"}
# NITF's words by ours; what is not named gives its content alone.
_NITF = {
    "p": "p", "hl2": "h2", "ul": "ul", "ol": "ol", "li": "li", "dl": "dl", "dt": "dt", "dd": "dd", "bq": "blockquote",
    "pre": "pre", "hr": "hr", "br": "br", "q": "q", "sub": "sub", "sup": "sup", "a": "a", "credit": "cite", "fn": "p",
    "table": "table", "thead": "thead", "tbody": "tbody", "tfoot": "tfoot", "tr": "tr", "td": "td", "th": "th",
    "caption": "caption",
}  # fmt: skip
_EMPHASIS = {
    "": "em", "italic": "i", "italics": "i", "bold": "strong", "underline": "u", "title": "cite", "highlight": "mark",
    "code": "code", "definition": "dfn", "variable": "var", "deleted": "s", "inserted": "ins",
}  # fmt: skip
_FACTS = ("href", "colspan", "rowspan", "src", "alt", "title")
# Pictures stand beside the text, and what editors are told is not copy.
_LEFT_OUT = {"media", "nitf-table-metadata", "table-reference", "ed-msg", "custom-table", "nitf-colgroup"}


def html_of_nitf(element: Element) -> str:
    """What stands in an element of NITF, as HTML."""
    return _inner(element, _named_by_nitf)


def html_of_xhtml(element: Element) -> str:
    """What stands in an element of XHTML, as HTML."""
    return _inner(element, lambda child: child.tag.lower())


def _named_by_nitf(element: Element) -> str | None:
    """Our name for an element; empty: its content alone; None: nothing of it."""
    if element.tag in _LEFT_OUT:
        return None
    if element.tag == "em":
        return _EMPHASIS.get(element.get("class", ""), "em")
    return _NITF.get(element.tag, "")


def _inner(element: Element, named: Named) -> str:
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        name = named(child)
        if name is not None:
            parts.append(_written(child, name, named))
        parts.append(escape(child.tail or "", quote=False))
    return "".join(parts)


def _written(element: Element, name: str, named: Named) -> str:
    if not name:
        return _inner(element, named)
    facts = "".join(f' {fact}="{escape(element.attrib[fact])}"' for fact in _FACTS if fact in element.attrib)
    return f"<{name}{facts}>" if name in _VOID else f"<{name}{facts}>{_inner(element, named)}</{name}>"
