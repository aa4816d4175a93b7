"""The link in a mail that ends following a thread: signed, so that whoever holds the mail may end this one, and no more."""

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.models import Article
from comments import following

SALT = "comments.leave"


def token_for(person_id: int, article_id: int) -> str:
    """What the link holds. It does not expire: a mail is read when it is read."""
    return signing.dumps([person_id, article_id], salt=SALT)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@csrf_exempt  # the signed link is the permission; who holds it may not be signed in
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """End following the thread that the link names. GET asks, since mail scanners follow links."""
    try:
        person_id, article_id = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    article = get_object_or_404(Article.objects.published().select_related("live", "section"), pk=article_id)
    if request.method == "POST":
        following.unfollow(person_id, article_id)
    context = {"article": article, "is_done": request.method == "POST"}
    return render(request, "comments/leave.html", context)
