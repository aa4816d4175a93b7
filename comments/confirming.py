"""The page behind the link in a guest's mail."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comments import guests, pacing, proving
from comments.models import GuestText
from comments.rendering import rendered
from common.nudging import nudge
from moderation.errors import Refused

GONE, UNPROCESSABLE = 410, 422


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show the text and ask, since mail scanners follow links; on a POST it becomes a comment."""
    text = guests.find(token)
    if text is None or not text.article.is_published:
        return render(request, "comments/confirm_over.html", status=GONE)
    if request.method != "POST":
        return _page(request, text)
    name = request.POST.get("name", "")[:60]
    try:
        comment = guests.confirm(text, by=request.user, name=name, block=pacing.block_of(request))
    except guests.HasAccount:
        return redirect_to_login(request.get_full_path())
    except ValidationError as refusal:
        return _page(request, text, name_error=refusal.messages[0], name=name)
    except Refused as refusal:
        return _page(request, text, error=str(refusal))
    proving.note_newcomer()
    nudge()
    context = {"article": text.article, "comment": comment}
    return render(request, "comments/confirmed.html", context)


def _page(
    request: HttpRequest, text: GuestText, *, error: str = "", name_error: str = "", name: str = ""
) -> HttpResponse:
    context = {
        "article": text.article,
        "text": text,
        "shown": mark_safe(rendered(text.text)),  # noqa: S308 — sanitised
        "error": error,
        "name_error": name_error,
        "name": name or text.name,
    }
    status = UNPROCESSABLE if error or name_error else 200
    return render(request, "comments/confirm.html", context, status=status)
