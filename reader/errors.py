"""Answers when there is no page: not found, gone, forbidden, broken, away."""

import logging
import sys

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string

from articles.addresses import led_to
from articles.finding import clean
from articles.models import Article
from comments.stale import comment_again
from reader.searching import nearest

RETRY_SECONDS = 30

logger = logging.getLogger(__name__)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 with a search box and the articles whose headlines come nearest to the address asked for.

    An address that an article had at another site, before it came here, leads on to it.
    """
    words = clean(request.path.rstrip("/").rpartition("/")[2].replace("-", " ").replace("_", " "))
    try:
        moved = None if "\x00" in request.path else led_to(request.path)
        if moved is not None:
            return HttpResponsePermanentRedirect(moved.get_absolute_url())
        cards = nearest(words) if len(words) > 2 else []
    except DatabaseError:
        return server_error(request)
    return render(request, "404.html", {"query": words, "nearest": cards}, status=404)


def gone(request: HttpRequest, article: Article) -> HttpResponse:
    """410 for a withdrawn article, with the notice that the desk left, and for one whose time ran out."""
    context = {
        "notice": article.withdrawal_notice,
        "withdrawn_at": article.withdrawn_at,
        "expired_at": article.expired_at,
    }
    return render(request, "410.html", context, status=410)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in or not, this is not for this reader."""
    return render(request, "403.html", status=403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without a valid token: it was open too long, or it is not ours."""
    return comment_again(request, reason) or forbidden(request)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 while the database is away, else 500. Renders without the request: whoever reads may not be known either."""
    error = sys.exc_info()[1]
    away = isinstance(error, OperationalError | InterfaceError)
    template, status = ("503.html", 503) if away else ("500.html", 500)
    response = HttpResponse(render_to_string(template, {"site_name": settings.SITE_NAME}), status=status)
    response.headers["Cache-Control"] = "no-store"
    if away:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
