"""The pages that readers see. Each says what it shows, so that a change takes exactly the stale ones away."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from taggit.models import Tag

from articles.models import Article, Author, Correction, Redirect, Section, Source
from comments.queries import thread
from reader import queries, searching
from reader.article_page import article_page
from reader.cards import Card, section_mark
from reader.errors import gone
from reader.fronts import front
from reader.page_cache import public_page
from reader.rolls import BadMark, Roll, roll
from reader.structured_data import news_article

CORRECTIONS_SHOWN = 100


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
    if found is None:
        moved = get_object_or_404(Redirect.objects.select_related("article__section"), path=request.path)
        return HttpResponsePermanentRedirect(moved.article.get_absolute_url())
    if found.withdrawn_at is not None:
        return public_page(gone(request, found), {f"article:{found.pk}"})
    page = article_page(found)
    if page.url != request.path:
        return HttpResponsePermanentRedirect(page.url)
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
    found = get_object_or_404(Section, slug=section)
    mark = section_mark(found.name, found.slug, found.colour)
    context = {"section": found, "mark": mark, "current_section": section}
    return _list(request, Article.objects.filter(section=found), "reader/section.html", **context)


def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """All about one topic."""
    found = get_object_or_404(Tag, slug=slug)
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
    query = searching.clean(request.GET.get("q", ""))
    try:
        hits, page = searching.search(query, request.GET.get("before", "")) if query else ([], None)
    except BadMark:
        raise Http404 from None
    context = {"query": query, "hits": hits, "roll": page}
    return render(request, "reader/search.html", context)


def corrections(request: HttpRequest) -> HttpResponse:
    """What we got wrong, newest first."""
    notes = (
        Correction.objects.filter(article__live__isnull=False, article__withdrawn_at=None)
        .select_related("article__section", "article__live")
        .defer("article__live__body")[:CORRECTIONS_SHOWN]
    )
    shows = {"lists"} | {f"card:{note.article_id}" for note in notes}
    return public_page(render(request, "reader/corrections.html", {"notes": notes}), shows)
