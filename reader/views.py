"""The pages that readers see. Each says what it shows, so that a change takes exactly the stale ones away."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from taggit.models import Tag

from articles import finding
from articles.addresses import led_to
from articles.models import Article, Author, Section, Source
from comments.queries import thread
from reader import queries, searching
from reader.article_page import article_page
from reader.cards import Card, section_mark
from reader.corrections import corrections_page
from reader.errors import gone
from reader.fronts import front
from reader.page_cache import public_page
from reader.rolls import BadMark, Roll, roll
from reader.structured_data import news_article


def _shows_cards(cards: Iterable[Card]) -> set[str]:
    return {"lists"} | {f"card:{card.id}" for card in cards}


def _page_of(articles: QuerySet[Article], request: HttpRequest) -> Roll:
    try:
        return roll(articles, request.GET.get("before", ""))
    except BadMark:
        raise Http404 from None


def _list(request: HttpRequest, articles: QuerySet[Article], template: str, **context: Any) -> HttpResponse:
    page = _page_of(articles, request)
    if not page.cards and not page.is_first:
        raise Http404
    return public_page(render(request, template, {**context, "roll": page}), _shows_cards(page.cards))


def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    shown = front()
    cards = [*([shown.lead] if shown.lead else []), *shown.seconds, *shown.latest]
    cards += [card for _, strip in shown.strips for card in strip]
    return public_page(render(request, "reader/home.html", {"front": shown}), _shows_cards(cards))


def article(request: HttpRequest, section: str, year: str, month: str, day: str, slug: str) -> HttpResponse:
    """An article; 410 once it is withdrawn, 301 from an address that it once had."""
    found = queries.find_article(section, slug)
    if found is None or found.get_absolute_url() != request.path:
        return _led_on(request, led_to(request.path) or found)
    if found.withdrawn_at is not None:
        return public_page(gone(request, found), {f"article:{found.pk}"})
    page = article_page(found)
    related = queries.related_cards(found.pk)
    context = {
        "article": page,
        "related": related,
        "thread": thread(found, request.user),
        "structured": news_article(page),
        "current_section": section,
    }
    shows = {f"article:{found.pk}"} | {f"card:{card.id}" for card in related}
    return public_page(render(request, "reader/article.html", context), shows)


def _led_on(request: HttpRequest, found: Article | None) -> HttpResponse:
    """From an address that is not (or no longer) the article's to where it stands; 410 at once where it is withdrawn."""
    if found is None:
        raise Http404
    if found.withdrawn_at is not None:
        return public_page(gone(request, found), {f"article:{found.pk}"})
    return HttpResponsePermanentRedirect(found.get_absolute_url())


def short(request: HttpRequest, article_id: int) -> HttpResponse:
    """The short link: leads to where the article stands now."""
    if article_id >= 2**63:
        raise Http404
    found = get_object_or_404(
        Article.objects.select_related("section"), pk=article_id, published_at__isnull=False
    )
    return HttpResponsePermanentRedirect(found.get_absolute_url())


def section(request: HttpRequest, section: str) -> HttpResponse:
    """The front of a section."""
    names = Q(slug=section) | Q(former_slugs__slug=section)
    found = get_object_or_404(Section.objects.distinct(), names)
    if found.slug != section:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    mark = section_mark(found.name, found.slug, found.colour)
    context = {"section": found, "mark": mark, "current_section": section}
    return _list(request, Article.objects.filter(section=found), "reader/section.html", **context)


def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """All about one topic."""
    found = get_object_or_404(Tag.objects.distinct(), Q(slug=slug) | Q(synonyms__slug=slug))
    if found.slug != slug:
        return HttpResponsePermanentRedirect(reverse("reader:tag", args=[found.slug]))
    feed = reverse("reader:tag_feed", args=[slug])
    return _list(request, Article.objects.filter(tags=found), "reader/tag.html", tag=found, feed=feed)


def source(request: HttpRequest, slug: str) -> HttpResponse:
    """All from one source."""
    found = get_object_or_404(Source, slug=slug)
    return _list(request, Article.objects.filter(source=found), "reader/source.html", source=found)


def author(request: HttpRequest, slug: str) -> HttpResponse:
    """All by one author."""
    found = get_object_or_404(Author, slug=slug)
    return _list(request, Article.objects.filter(authors=found), "reader/author.html", author=found)


def search(request: HttpRequest) -> HttpResponse:
    """Search in all that is published. Not stored: questions repeat too seldom."""
    query = finding.clean(request.GET.get("q", ""))
    try:
        hits, page = searching.search(query, request.GET.get("before", "")) if query else ([], None)
    except BadMark:
        raise Http404 from None
    context = {"query": query, "hits": hits, "roll": page}
    return render(request, "reader/search.html", context)


def corrections(request: HttpRequest) -> HttpResponse:
    """What we got wrong, newest first."""
    before = request.GET.get("before", "")
    if before and not (before.isascii() and before.isdecimal() and len(before) < 19):
        raise Http404
    page = corrections_page(int(before or 0))
    if not page.notes and not page.is_first:
        raise Http404
    shows = {"lists"} | {f"card:{note.article_id}" for note in page.notes}
    context = {"page": page, "report_address": settings.CORRECTIONS_ADDRESS}
    return public_page(render(request, "reader/corrections.html", context), shows)
