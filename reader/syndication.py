"""Articles for other houses' systems: NITF of one, and the newest of the paper or a section in ninjs and NITF."""

import json
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.models import Article, Section
from common.xml_text import legal
from reader import api, ninjs, nitf
from reader.article_page import ArticlePage, article_page
from reader.feeds import FEED_LENGTH
from reader.queries import newest_articles

ATOM = "http://www.w3.org/2005/Atom"


@require_safe
def nitf_article(request: HttpRequest, article_id: int) -> HttpResponseBase:
    """One article in NITF; 410 with a cancellation for one that was withdrawn."""
    if refusal := api.must_wait(request):
        return refusal
    found = api.look_up(article_id)
    if found is None:
        return api.unknown(request)
    if isinstance(found, Article):
        return api.answer(request, _written(nitf.cancelled(found)), nitf.CONTENT_TYPE, status=410)
    if not found.model.is_exportable:
        return api.not_handed_on(request)
    return api.answer(request, _written(nitf.usable(found)), nitf.CONTENT_TYPE)


@require_safe
def ninjs_list(request: HttpRequest, section: str = "") -> HttpResponseBase:
    """The newest articles as one ninjs document."""
    if refusal := api.must_wait(request):
        return refusal
    pages, name = _newest(section)
    document = ninjs.package(pages, _address(request), name)
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return api.answer(request, body, "application/json; charset=utf-8")


@require_safe
def nitf_list(request: HttpRequest, section: str = "") -> HttpResponseBase:
    """The newest articles in NITF, within Atom: NITF itself has no list."""
    if refusal := api.must_wait(request):
        return refusal
    pages, name = _newest(section)
    body = _written(_atom(pages, _address(request), name))
    return api.answer(request, body, "application/atom+xml; charset=utf-8")


def _newest(section: str) -> tuple[list[ArticlePage], str]:
    """The newest articles of the section (empty: of the paper), and the list's name. Raises Http404."""
    articles, name = Article.objects.all(), settings.SITE_NAME
    if section:
        named = Section.objects.filter(Q(slug=section) | Q(former_slugs__slug=section)).distinct()
        found = get_object_or_404(named)
        articles, name = articles.filter(section=found), f"{settings.SITE_NAME}: {found.name}"
    return [article_page(row) for row in newest_articles(articles.exportable(), FEED_LENGTH)], name


def _address(request: HttpRequest) -> str:
    return f"{settings.SITE_URL}{request.path}"


def _atom(pages: list[ArticlePage], address: str, name: str) -> Element:
    feed = Element("feed", {"xmlns": ATOM})
    _facts(feed, id=address, title=name)
    if pages:
        _facts(feed, updated=max(page.updated for page in pages).isoformat(timespec="seconds"))
    else:
        _facts(feed, updated="1970-01-01T00:00:00Z")  # Atom demands a time; an empty list has none
    _facts(SubElement(feed, "author"), name=settings.SITE_NAME)
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": address})
    for page in pages:
        entry = SubElement(feed, "entry")
        updated, published = (
            moment.isoformat(timespec="seconds") for moment in (page.updated, page.published)
        )
        _facts(entry, id=page.short_url, title=page.headline, updated=updated, published=published)
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": page.own_url})
        if page.deck:
            _facts(entry, summary=page.deck)
        SubElement(entry, "content", {"type": "application/nitf+xml"}).append(nitf.usable(page))
    return feed


def _facts(parent: Element, **facts: str) -> None:
    for name, words in facts.items():
        SubElement(parent, name).text = legal(words)


def _written(root: Element) -> bytes:
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written
