"""A published article in NITF 3.6, the IPTC's news in XML; one that was withdrawn as a cancellation. Pure."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement

from django.conf import settings
from django.utils.formats import date_format

from articles.models import Article
from common.xml_text import legal
from reader.article_page import ArticlePage
from reader.handing_on import body_of, has_pictures
from reader.ninjs import URGENCY, uri_of
from reader.nitf_body import fill, media

NAMESPACE = "http://iptc.org/std/NITF/2006-10-18/"
CONTENT_TYPE = "application/nitf+xml; charset=utf-8"
LEAST_URGENT = 8  # NITF's scale ends there; the desk's goes to 9


def cancelled(article: Article) -> Element:
    """What tells a subscriber to take the article out."""
    root, _head, docdata = _begun(article, "canceled")
    _leaf(docdata, "doc-id", **{"id-string": uri_of(article), "regsrc": settings.SITE_NAME})
    SubElement(root, "body")
    return root


def usable(page: ArticlePage) -> Element:
    """The article with all that NITF has a place for."""
    root, head, docdata = _begun(page.model, "usable", title=page.headline)
    _metadata(page, docdata)
    _leaf(
        head,
        "pubdata",
        type="web",
        name=settings.SITE_NAME,
        **{
            "date.publication": _norm(page.published),
            "position.section": page.section.name,
            "ex-ref": page.own_url,
        },
    )
    body = SubElement(root, "body")
    _opening(page, SubElement(body, "body.head"))
    content = SubElement(body, "body.content")
    if (picture := page.picture) and has_pictures(page):
        size = {"width": str(picture.width), "height": str(picture.height)}
        media(content, picture.url, picture.alt, caption=picture.caption, credit=picture.credit, **size)
    if page.model.live:
        fill(content, body_of(page))
    if page.credit:
        _leaf(SubElement(body, "body.end"), "tagline", page.credit)
    return root


def _begun(article: Article, status: str, title: str = "") -> tuple[Element, Element, Element]:
    root = Element(
        "nitf",
        {
            "xmlns": NAMESPACE,
            "version": "-//IPTC//DTD NITF 3.6//EN",
            "change.date": "October 18, 2006",
            "change.time": "19:30",
            "xml:lang": article.language,
        },
    )
    head = SubElement(root, "head")
    if title:
        _leaf(head, "title", title)
    return root, head, SubElement(head, "docdata", {"management-status": status})


def _metadata(page: ArticlePage, docdata: Element) -> None:
    article, live = page.model, page.model.live
    for note in page.corrections:
        _leaf(docdata, "correction", info=f"{note.label}: {note.note}", **{"id-string": uri_of(article)})
    _leaf(docdata, "doc-id", **{"id-string": uri_of(article), "regsrc": settings.SITE_NAME})
    _leaf(docdata, "urgency", **{"ed-urg": str(min(article.urgency or URGENCY, LEAST_URGENT))})
    _leaf(docdata, "date.issue", norm=_norm(page.updated))
    _leaf(docdata, "date.release", norm=_norm(page.published))
    if article.expires_at:
        _leaf(docdata, "date.expire", norm=_norm(article.expires_at))
    _leaf(docdata, "du-key", key=str(article.pk), version=str(live.pk) if live else "")
    _leaf(docdata, "doc.copyright", year=f"{page.published:%Y}", holder=_owner(page))
    _leaf(docdata, "doc.rights", owner=_owner(page), limitations=page.model.usage_terms)
    if page.tags:
        keys = SubElement(docdata, "key-list")
        for tag in page.tags:
            _leaf(keys, "keyword", key=tag["name"])


def _opening(page: ArticlePage, head: Element) -> None:
    """What a reader sees before the text, in the order that NITF demands."""
    _leaf(SubElement(head, "hedline"), "hl1", page.headline)
    for note in page.corrections:
        held = SubElement(
            SubElement(head, "note", {"noteclass": "editorsnote", "type": "pa"}), "body.content"
        )
        _leaf(held, "p", f"{note.label}, {date_format(note.at, 'DATETIME_FORMAT')}: {note.note}")
    rights = SubElement(head, "rights")
    if page.copyright:
        _leaf(rights, "copyrite", page.copyright)
    _leaf(rights, "rights.owner", _owner(page))
    if page.model.usage_terms:
        _leaf(rights, "rights.limitations", page.model.usage_terms)
    for name in page.bylines:
        byline = SubElement(head, "byline")
        _leaf(byline, "person", name["name"])
        if name["role"]:
            _leaf(byline, "byttl", name["role"])
    if not page.is_own:
        _leaf(head, "distributor", page.source)
    live = page.model.live
    if live and live.dateline_place:
        line = SubElement(head, "dateline")
        _leaf(line, "location", live.dateline_place)
        if day := live.dateline_date:
            _leaf(line, "story.date", date_format(day, "DATE_FORMAT"), norm=f"{day:%Y%m%d}")
    if page.deck:
        _leaf(SubElement(head, "abstract"), "p", page.deck)


def _owner(page: ArticlePage) -> str:
    return settings.SITE_NAME if page.is_own else page.source


def _norm(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _leaf(parent: Element, name: str, words: str = "", /, **facts: str) -> Element:
    """An element with words and attributes; empty attributes are left out."""
    made = SubElement(parent, name, {key: legal(value) for key, value in facts.items() if value})
    if words:
        made.text = legal(words)
    return made
