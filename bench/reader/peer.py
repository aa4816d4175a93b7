"""Two views as anybody would write them first: an empty one, and an article page of six queries."""

import os

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.reader.peer_settings")
application = get_wsgi_application()

from articles.models import Article  # noqa: E402 — models need the application
from comments.models import Comment  # noqa: E402
from related.models import Link  # noqa: E402

EMPTY_BYTES = 20_000


def empty(request: HttpRequest) -> HttpResponse:
    """As many bytes as a short page has, and nothing asked of anybody."""
    return HttpResponse("x" * EMPTY_BYTES)


def bare(request: HttpRequest, article_id: int) -> HttpResponse:
    """The article, its related reports, comments, authors and tags; sections of the navigation: six queries."""
    found = get_object_or_404(Article.objects.select_related("section", "live", "source"), pk=article_id)
    links = (
        Link.objects.filter(article=found).select_related("target__section", "target__live").order_by("rank")
    )
    context = {
        "article": found,
        "related": [link.target for link in links[:8]],
        "comments": list(Comment.objects.filter(article=found).select_related("author").order_by("-id")[:20]),
        "authors": list(found.authors.all()),
        "tags": list(found.tags.all()),
        "sections": list(type(found.section).objects.all()),
    }
    return render(request, "bare.html", context)


urlpatterns = [path("empty/", empty), path("bare/<int:article_id>/", bare)]
