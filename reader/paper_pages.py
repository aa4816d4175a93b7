"""The paper's own pages: about, imprint, terms."""

import logging

import redis
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe

from reader import page_store, sections
from reader.models import Page
from reader.page_cache import public_page

SHOWS = "pages"

logger = logging.getLogger(__name__)


def forget() -> None:
    """Make the stored renderings of these pages anew; call it once a change is committed."""
    sections.forget()
    try:
        page_store.forget([SHOWS])
    except redis.RedisError as error:  # they go by themselves within a minute
        logger.warning("pages of the paper stay as stored: Valkey does not answer (%s)", error)


def paper_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them; 404 while it is not published."""
    found = get_object_or_404(Page, slug=slug, is_published=True)
    context = {"page": found, "body": mark_safe(found.body)}  # noqa: S308 — written by the one sanitiser
    return public_page(render(request, "reader/page.html", context), {SHOWS})


def about(request: HttpRequest) -> HttpResponse:
    """All of them, for who looks for one by hand."""
    return public_page(render(request, "reader/about.html", {"pages": sections.page_links()}), {SHOWS})
