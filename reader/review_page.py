"""The page of a review link: the very text, and what its reader says about it.

No cookie is set and none is asked for: the secret in the address is all that lets in, so a forged form would have to
know it already. The address leaves this site with no request (``Referrer-Policy: no-referrer``, whose "null" origin is
why Django's check of forms could not be passed here).
"""

from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles import outside_reviewing, review_links
from articles.models import Note, ReviewLink
from articles.models.note import NOTE_LENGTH
from common.limits import Limit, take
from common.nudging import nudge
from moderation.errors import Refused
from reader.errors import not_found
from reader.previewing import page_of

GUESSES = Limit("review-unknown", 20, 600)  # addresses that nobody was given
OPENINGS = Limit("review-open", 120, 600)
WORDS = Limit("review-words", 20, 3600)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, token: str) -> HttpResponse:
    """The text behind the link; 404 for an unknown one, 410 for one that is over."""
    where = f"from:{get_adapter().get_client_ip(request)}"
    if take(where, OPENINGS):
        return _closed(render(request, "429.html", status=429))
    link = review_links.find(token)
    if link is None:
        if take(where, GUESSES):
            return _closed(render(request, "429.html", status=429))
        return _closed(not_found(request))
    if not review_links.is_open(link):
        return _closed(render(request, "reader/review_over.html", _over(link), status=410))
    if request.method == "POST":
        return _closed(_answer(request, link))
    review_links.count_opening(link)
    return _closed(_page(request, link))


def _answer(request: HttpRequest, link: ReviewLink) -> HttpResponse:
    words = request.POST.get("words", "")
    if seconds := take(f"link:{link.pk}", WORDS):
        refusal = _("You can write again in %(minutes)d minutes.") % {"minutes": seconds // 60 + 1}
        return _page(request, link, refusal, words, status=429)
    try:
        if request.POST.get("act") == "agree":
            outside_reviewing.agree(link, words, digest=request.POST.get("digest", ""))
        else:
            outside_reviewing.comment(link, words, quote=request.POST.get("quote", ""))
    except Refused as refused:
        link.revision.refresh_from_db()
        return _page(request, link, str(refused), words, status=409)
    nudge()
    return redirect(f"{request.path}?said=1#yours")


def _page(
    request: HttpRequest, link: ReviewLink, refusal: str = "", words: str = "", status: int = 200
) -> HttpResponse:
    text = link.revision
    page = page_of(text.article, text)
    own = Note.objects.filter(link=link).order_by("id").prefetch_related("replies__author")
    context = {
        "article": page,
        "link": link,
        "text": text,
        "is_changed": text.digest != link.text_digest,
        "may_comment": link.reach != ReviewLink.Reach.LOOK,
        "may_approve": link.reach == ReviewLink.Reach.APPROVE,
        "counts": outside_reviewing.counts(link, text),
        "agreed": link.approved_digest == text.digest,
        "own": own,
        "refusal": refusal,
        "words": words,
        "longest": NOTE_LENGTH,
        "said": "said" in request.GET,
    }
    return render(request, "reader/review.html", context, status=status)


def _over(link: ReviewLink) -> dict[str, Any]:
    article = link.revision.article
    published = article.is_published and link.revision.state in ("live", "superseded")
    return {"url": article.get_absolute_url() if published else "", "who": link.made_by}


def _closed(response: HttpResponse) -> HttpResponse:
    """Nobody stores it, nobody lists it, and no link out of it tells its address."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
