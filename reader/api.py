"""The read API, version 1: published articles as JSON, newest first, a page at a time. docs/api.md describes it."""

import base64
import binascii
import hashlib
import json
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article
from common.limits import Limit, take
from reader import ninjs
from reader.article_page import ArticlePage, article_page
from reader.handing_on import body_of
from reader.queries import find_article

READS = Limit("api-read", count=120, seconds=60)
DEFAULT_SIZE, LARGEST_SIZE = 20, 100


class Malformed(Exception):
    """A parameter that says nothing we understand; ``str()`` says which."""


@require_safe
def articles(request: HttpRequest) -> HttpResponseBase:
    """A page of articles without their bodies."""
    if refusal := must_wait(request):
        return refusal
    try:
        size, found = _size(request), _selected(request)
    except Malformed as error:
        return _answer(request, {"error": str(error)}, status=400)
    rows = list(found[: size + 1])
    more = len(rows) > size
    shown = [article_page(row) for row in rows[:size]]
    following = f"{settings.SITE_URL}{_next(request, rows[size - 1])}" if more else None
    return _answer(request, {"version": 1, "articles": [card(page) for page in shown], "next": following})


@require_safe
def article(request: HttpRequest, article_id: int) -> HttpResponseBase:
    """One article with its body; 410 for one that was withdrawn."""
    return _one(request, article_id, as_ninjs=False)


@require_safe
def as_ninjs(request: HttpRequest, article_id: int) -> HttpResponseBase:
    """One article in ninjs; 410 with a cancellation for one that was withdrawn."""
    return _one(request, article_id, as_ninjs=True)


def card(page: ArticlePage) -> dict[str, Any]:
    """What a list tells of an article."""
    return {
        "id": page.model.pk,
        "url": page.own_url,
        "short_url": page.short_url,
        "ninjs_url": f"{settings.SITE_URL}/a/{page.model.pk}.ninjs.json",
        "nitf_url": f"{settings.SITE_URL}/a/{page.model.pk}.nitf.xml",
        "headline": page.headline,
        "standfirst": page.deck,
        "section": {"name": page.section.name, "slug": page.section.slug},
        "language": page.language,
        "source": {"name": page.source, "slug": page.source_slug, "url": page.source_url},
        "published_at": page.published.isoformat(),
        "updated_at": page.updated.isoformat(),
        "is_sensitive": page.is_sensitive,
    }


def whole(page: ArticlePage) -> dict[str, Any]:
    """What the API tells of one article."""
    notes = [{"label": note.label, "note": note.note, "at": note.at.isoformat()} for note in page.corrections]
    return {
        **card(page),
        "version": 1,
        "bylines": page.bylines,
        "tags": page.tags,
        "body_html": body_of(page),
        "credit": page.credit,
        "copyright_notice": page.copyright,
        "corrections": notes,
    }


def must_wait(request: HttpRequest) -> HttpResponseBase | None:
    """The refusal, for an address that asks too often."""
    wait = take(f"from:{get_adapter().get_client_ip(request)}", READS)
    return _slow_down(request, wait) if wait else None


def look_up(article_id: int) -> ArticlePage | Article | None:
    """What readers see of the article; the article alone if it was taken off; None if it was never published."""
    known = Article.objects.select_related("section").filter(
        pk=min(article_id, 2**63 - 1), published_at__isnull=False
    )
    found = known.first()
    if found is None:
        return None
    shown = find_article(found.section.slug, found.slug) if found.withdrawn_at is None else None
    return found if shown is None or shown.live is None else article_page(shown)


def unknown(request: HttpRequest) -> HttpResponseBase:
    return _answer(request, {"error": _("There is no such article.")}, status=404)


def not_handed_on(request: HttpRequest) -> HttpResponseBase:
    """Readers find it on the site; its owner keeps it from other systems."""
    return _answer(
        request, {"error": _("The owner of this article does not allow passing it on.")}, status=403
    )


def _one(request: HttpRequest, article_id: int, *, as_ninjs: bool) -> HttpResponseBase:
    if refusal := must_wait(request):
        return refusal
    found = look_up(article_id)
    if found is None:
        return unknown(request)
    if isinstance(found, Article):
        gone = (
            ninjs.cancelled(found) if as_ninjs else {"id": found.pk, "error": _("The article was withdrawn.")}
        )
        return _answer(request, gone, status=410)
    if not (found.model.is_exportable if as_ninjs else found.model.is_syndicable):
        return not_handed_on(request)
    return _answer(request, ninjs.usable(found) if as_ninjs else whole(found))


def _selected(request: HttpRequest) -> QuerySet[Article]:
    """The published articles that are asked for, after the cursor. Raises Malformed."""
    asked = request.GET
    found = Article.objects.published().syndicable().for_list()
    if section := asked.get("section"):
        found = found.filter(section__slug=section)
    if language := asked.get("language"):
        found = found.filter(language=language)
    if tag := asked.get("tag"):
        found = found.filter(tags__slug=tag)
    if source := asked.get("source"):
        found = found.filter(source__slug=source)
    if cursor := asked.get("after"):
        at, pk = _read(cursor)
        found = found.filter(Q(published_at__lt=at) | Q(published_at=at, pk__lt=pk))
    return found


def _size(request: HttpRequest) -> int:
    given = request.GET.get("limit", str(DEFAULT_SIZE))
    if not given.isascii() or not given.isdecimal() or not 1 <= int(given[:6]) <= LARGEST_SIZE:
        raise Malformed(_("limit: a number from 1 to %d") % LARGEST_SIZE)
    return int(given)


def _next(request: HttpRequest, last: Article) -> str:
    """The address of the page after ``last``."""
    at = last.published_at.isoformat() if last.published_at else ""
    query = request.GET.copy()
    query["after"] = base64.urlsafe_b64encode(f"{at}|{last.pk}".encode()).decode().rstrip("=")
    return f"{request.path}?{query.urlencode()}"


def _read(cursor: str) -> tuple[datetime, int]:
    """The place that a cursor names. Raises Malformed."""
    try:
        words = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        at, _sign, pk = words.partition("|")
        moment, number = datetime.fromisoformat(at), int(pk)
    except (binascii.Error, UnicodeError, ValueError):
        raise Malformed(_("after: not a cursor that this API gave")) from None
    if moment.tzinfo is None or not 0 <= number < 2**63:
        raise Malformed(_("after: not a cursor that this API gave"))
    return moment, number


def _slow_down(request: HttpRequest, seconds: int) -> HttpResponseBase:
    refusal = _answer(request, {"error": _("Too many requests.")}, status=429)
    refusal.headers["Retry-After"] = str(seconds)
    return refusal


def _answer(request: HttpRequest, data: dict[str, Any], *, status: int = 200) -> HttpResponseBase:
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    return answer(request, body, "application/json; charset=utf-8", status=status)


def answer(request: HttpRequest, body: bytes, content_type: str, *, status: int = 200) -> HttpResponseBase:
    """A document that any site may read, with a fingerprint to ask again by."""
    made = HttpResponse(body, content_type=content_type, status=status)
    given: HttpResponseBase = made
    if status == 200:
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        made.headers["ETag"] = etag
        made.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
        given = get_conditional_response(request, etag=etag, response=made) or made
    given.headers["Access-Control-Allow-Origin"] = "*"
    return given
