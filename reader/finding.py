"""For those who look for us by machine: sitemap and robots.txt."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Article
from reader.cards import address
from reader.models import Page
from reader.page_cache import public_page
from reader.paper_pages import SHOWS
from reader.rolls import newest
from reader.sections import section_marks

SITEMAP_LENGTH = 1_000  # the newest; the whole archive needs an index of sitemaps


def sitemap(request: HttpRequest) -> HttpResponse:
    """The sections and the newest articles, each with the time of its last change."""
    rows = newest(Article.objects.indexable(), SITEMAP_LENGTH, "updated_at")
    articles = [
        (
            address(row["section__slug"], row["published_at"], row["slug"]),
            row["updated_at"] or row["published_at"],
        )
        for row in rows
    ]
    context = {
        "site_url": settings.SITE_URL,
        "sections": section_marks(),
        "articles": articles,
        "pages": Page.objects.filter(is_published=True),
    }
    response = render(request, "reader/sitemap.xml", context, content_type="application/xml")
    return public_page(response, {"lists", SHOWS} | {f"card:{row['id']}" for row in rows})


def robots(request: HttpRequest) -> HttpResponse:
    """All may read the paper; the desk, the sign-in and the search are no reading."""
    closed = ["/admin/", "/accounts/", "/notices/", "/comments/", "/search/"]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
