"""NewsML-G2: one item, a package, or a message around many. What catalogues and schemas it names is never fetched."""

from collections.abc import Iterator
from datetime import datetime
from xml.etree.ElementTree import Element

from feeds.parsing.normalising import Draft, enclosure
from feeds.parsing.reports import Enclosure, IncomingReport
from feeds.parsing.wires.markup import html_of_xhtml
from feeds.parsing.wires.nitf import draft_of
from feeds.parsing.wires.saying import names_of, status_of, urgency_of
from feeds.parsing.wires.trees import first, words

_PICTURES = ("image/", "picture", "graphic", "photo")
_ORIGINAL = ("hires", "highres", "high-res", "original", "baseimage", "base")


def reports_of(root: Element, base: str, now: datetime) -> list[IncomingReport]:
    """Every text in the document; pictures that came with it hang on the text that names them, or on the only one."""
    items = list(root.iter("newsItem"))
    texts = [item for item in items if not _is_picture(item)]
    pictures = {
        item.get("guid", ""): file for item in items if _is_picture(item) and (file := _file(item, base))
    }
    named = _bound(root)
    reports = []
    for item in texts:
        draft = _draft(item, base, now)
        wanted = [pictures[guid] for guid in _links(item, named) if guid in pictures]
        draft.enclosures += wanted or (list(pictures.values()) if len(texts) == 1 else [])
        reports.append(draft.finished(now))
    if not items:
        # A package may say of itself that it is killed, with nothing in it.
        reports += [
            _draft(package, base, now).finished(now)
            for package in root.iter("packageItem")
            if _is_gone(package)
        ]
    return reports


def _draft(item: Element, base: str, now: datetime) -> Draft:
    inner = next((found for content in item.iter("inlineXML") for found in content.iter("nitf")), None)
    draft = draft_of(inner, base, now) if inner is not None else Draft(base=base)
    meta, about, rights = (_part(item, name) for name in ("itemMeta", "contentMeta", "rightsInfo"))
    byline = _joined(about, "by")
    draft.guid = item.get("guid", "") or draft.guid
    draft.version = item.get("version", "") or draft.version
    draft.link = _page(item) or draft.link
    draft.title = _headline(about) or draft.title or words(meta.find("title"))
    draft.summary = _summary(about) or draft.summary
    draft.published = (
        _fact(meta, "firstCreated") or _fact(about, "contentCreated") or _fact(meta, "versionCreated")
    )
    draft.updated = _fact(meta, "versionCreated")
    draft.status = _status(meta) or draft.status
    draft.embargo = _fact(meta, "embargoed") or draft.embargo
    draft.urgency = urgency_of(_fact(about, "urgency")) or draft.urgency
    draft.dateline = _place(about) or draft.dateline
    draft.byline = byline or draft.byline
    draft.authors = names_of(byline) or _creators(about) or draft.authors
    draft.credit = _joined(about, "creditline") or draft.credit
    draft.source = _name(first(about, "infoSource")) or _name(meta.find("provider")) or draft.source
    draft.categories = [*_classes(about), *draft.categories]
    draft.language = _language(about, item) or draft.language
    draft.rights = _joined(rights, "copyrightNotice") or _holder(rights) or draft.rights
    draft.usage_terms = _joined(rights, "usageTerms") or draft.usage_terms
    draft.note = _joined(meta, "edNote") or draft.note
    draft.enclosures += [file for file in _remote(item, base) if file]
    if inner is None:
        draft.content, draft.content_is_text = _content(item)
    return draft


def _part(item: Element, name: str) -> Element:
    """A part of the item; of two rights statements, the one that speaks of all of it."""
    parts = item.findall(name)
    return next((part for part in parts if not part.get("scope")), parts[0] if parts else Element(name))


def _fact(part: Element, name: str) -> str:
    return words(part.find(name))


def _joined(part: Element, name: str) -> str:
    return "; ".join(filter(None, (words(each) for each in part.findall(name))))


def _is_gone(item: Element) -> bool:
    return _status(_part(item, "itemMeta")) not in {"", "usable"}


def _status(meta: Element) -> str:
    found = meta.find("pubStatus")
    return (
        status_of(found.get("qcode", "") or found.get("uri", "") or words(found)) if found is not None else ""
    )


def _headline(about: Element) -> str:
    """The main one: without a role, else the first."""
    found = about.findall("headline")
    plain = [each for each in found if each.get("role", "").casefold() in {"", "hld:main", "hld:headline"}]
    return words(next(iter(plain or found), None))


def _summary(about: Element) -> str:
    found = about.findall("description")
    chosen = [each for each in found if each.get("role", "").casefold().endswith(("summary", "abstract"))]
    return words(next(iter(chosen or found), None))


def _place(about: Element) -> str:
    return _fact(about, "dateline") or _name(first(about, "located"))


def _name(element: Element | None) -> str:
    """What a thing is called: its name in the document's language, else the end of its code."""
    if element is None:
        return ""
    named = words(element.find("name"))
    return named or element.get("literal", "") or element.get("qcode", "").rpartition(":")[2]


def _creators(about: Element) -> list[str]:
    return [name for each in about.findall("creator") if (name := words(each.find("name")))]


def _classes(about: Element) -> list[str]:
    """Subjects and genres that are called something; a bare code means nothing to a reader."""
    named = [*about.findall("subject"), *about.findall("genre")]
    return [name for each in named if (name := words(each.find("name")))]


def _language(about: Element, item: Element) -> str:
    found = about.find("language")
    return (found.get("tag", "") if found is not None else "") or item.get("lang", "")


def _holder(rights: Element) -> str:
    name = _name(rights.find("copyrightHolder"))
    return f"© {name}" if name else ""


def _page(item: Element) -> str:
    """The page on the web: a link that calls itself so."""
    links = [*item.findall("itemMeta/link"), *item.findall("itemMeta/altRep")]
    return next((link.get("href", "") or link.get("altRep", "") for link in links if link.get("href")), "")


def _content(item: Element) -> tuple[str, bool]:
    """XHTML within the document, else escaped HTML or plain text as data."""
    for inline in item.iter("inlineXML"):
        body = next(inline.iter("body"), None)
        html = html_of_xhtml(body if body is not None else inline)
        if html.strip():
            return html, False
    for data in item.iter("inlineData"):
        text = "".join(data.itertext()).strip()
        if text:
            return text, "html" not in data.get("contenttype", "text/plain")
    return "", False


def _is_picture(item: Element) -> bool:
    kind = item.find("itemMeta/itemClass")
    return kind is not None and kind.get("qcode", "").casefold().endswith(("picture", "graphic"))


def _remote(item: Element, base: str) -> Iterator[Enclosure | None]:
    """The pictures that a text's own content set names."""
    remote = [each for each in item.iter("remoteContent") if _shows(each)]
    if remote:
        yield _best(remote, item, base)


def _file(item: Element, base: str) -> Enclosure | None:
    return _best(list(item.iter("remoteContent")), item, base)


def _best(remote: list[Element], item: Element, base: str) -> Enclosure | None:
    found = max(remote, key=_rank, default=None)
    if found is None:
        return None
    about, rights = _part(item, "contentMeta"), _part(item, "rightsInfo")
    return enclosure(
        found.get("href", ""),
        found.get("contenttype", ""),
        found.get("size", ""),
        base,
        credit=_joined(about, "creditline") or _joined(about, "by") or _name(rights.find("copyrightHolder")),
        caption=_caption(about) if _is_picture(item) else "",
        rights=_joined(rights, "usageTerms") or _joined(rights, "copyrightNotice"),
    )


def _caption(about: Element) -> str:
    found = about.findall("description")
    chosen = [each for each in found if each.get("role", "").casefold().endswith("caption")]
    return words(next(iter(chosen or found), None)) or _headline(about)


def _shows(remote: Element) -> bool:
    kind = (
        remote.get("contenttype", "") or remote.get("contenttypevariant", "") or remote.get("rendition", "")
    )
    return kind.casefold().startswith(_PICTURES)


def _rank(remote: Element) -> tuple[bool, int]:
    width, rendition = remote.get("width", ""), remote.get("rendition", "").casefold()
    return rendition.endswith(_ORIGINAL), int(width) if width.isdecimal() else 0


def _links(item: Element, bound: dict[str, set[str]]) -> list[str]:
    """The items that this one, or a package, says belong to it."""
    own = [link.get("residref", "") for link in item.iter("link")]
    return [*own, *sorted(bound.get(item.get("guid", ""), ()))]


def _bound(root: Element) -> dict[str, set[str]]:
    """Which items stand in one group of a package, by each of them."""
    found: dict[str, set[str]] = {}
    for group in root.iter("group"):
        guids = {reference.get("residref", "") for reference in group.findall("itemRef")}
        for guid in guids:
            found.setdefault(guid, set()).update(guids - {guid})
    return found
