"""A text that no reader sees yet, drawn with the very templates of the public site."""

import copy

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.text import Truncator

from articles.models import Article, Revision
from articles.picture_uses import images_named, names_in
from articles.staging import WHOLE, Sheet
from reader.article_page import ArticlePage, article_page
from reader.cards import Card

FRAMED = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}
# About where search engines cut: they measure in pixels, so these are typical lengths.
SEARCH_TITLE, SEARCH_DESCRIPTION = 60, 155
SOCIAL_TITLE, SOCIAL_DESCRIPTION = 70, 110


def page_of(article: Article, text: Revision) -> ArticlePage:
    """The article's page as it would be with this text live. Changes nothing of what it is given."""
    shown = copy.copy(article)
    shown.live = text
    shown.published_at = article.published_at or timezone.now()
    names = article.bylines.select_related("author")
    shown.bylines_list = [  # type: ignore[attr-defined]  # as queries.find_article gives them
        {"name": byline.author.name, "slug": byline.author.slug, "role": byline.role} for byline in names
    ]
    shown.tags_list = [{"name": tag.name, "slug": tag.slug} for tag in article.tags.all()]  # type: ignore[attr-defined]
    shown.pictures_list = [  # type: ignore[attr-defined]
        {
            "name": name,
            "file": image.file.name,
            "width": image.width,
            "height": image.height,
            "renditions": image.renditions,
        }
        for name, image in images_named(names_in(text.body)).items()
    ]
    notes = [
        {"kind": note.kind, "note": note.note, "at": note.published_at.isoformat()}
        for note in article.corrections.order_by("published_at")
        if note.revision_id != text.pk
    ]
    if text.change_note and text.change in (Revision.Change.UPDATE, Revision.Change.CORRECTION):
        at = text.published_at or timezone.now()
        notes.append({"kind": text.change, "note": text.change_note, "at": at.isoformat()})
    shown.corrections_list = notes  # type: ignore[attr-defined]
    return article_page(shown)


class PublicStage:
    """Draws for the desk and for reviewers."""

    def draw(self, request: HttpRequest, sheet: Sheet) -> HttpResponse:
        """The page of the text, or how it stands elsewhere."""
        page = page_of(sheet.article, sheet.text)
        context = {"article": page, "sheet": sheet, "text": sheet.text, "view": sheet.view}
        context["user"] = AnonymousUser()  # readers see neither the desk's bell nor the editor's name
        if sheet.view in WHOLE:
            template = "reader/preview.html"
        else:
            template = "reader/preview_elsewhere.html"
            context |= elsewhere(page, sheet.text)
        response = render(request, template, context)
        response._csp_config = FRAMED  # type: ignore[attr-defined]  # Django's own per-response override
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Cache-Control"] = "no-store, private"
        return response


def elsewhere(page: ArticlePage, text: Revision) -> dict[str, object]:
    """The text as a card, in search results and when shared: cut as others cut it."""
    title = text.seo_title or page.headline
    return {
        "card": Card(
            id=page.model.pk,
            url=page.url,
            headline=text.short_headline or page.headline,
            deck=page.deck,
            excerpt=page.description,
            section=page.section,
            kind=page.kind,
            source=page.source,
            source_url="" if page.is_own else page.source_url,
            is_own=page.is_own,
            credit=page.credit,
            published=page.published,
            picture=None if page.model.is_sensitive else page.picture,
        ),
        "search_title": Truncator(title).chars(SEARCH_TITLE),
        "search_description": Truncator(page.description).chars(SEARCH_DESCRIPTION),
        "search_is_cut": len(title) > SEARCH_TITLE,
        "social_title": Truncator(title).chars(SOCIAL_TITLE),
        "social_description": Truncator(page.description).chars(SOCIAL_DESCRIPTION),
        "host": settings.SITE_URL.split("://", 1)[-1],
    }
