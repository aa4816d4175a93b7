"""The page on which a passage is taken out of a comment: say which and why, see what is left, do it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.people import person_of
from comments import redacting
from comments.models import Comment
from comments.rendering import rendered
from common.keys import key_in
from common.nudging import nudge
from moderation import reason_codes
from moderation.errors import Conflict, Refused
from moderation.models import Item

KIND = Comment._meta.label_lower


@require_http_methods(["GET", "HEAD", "POST"])
def redact(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Show the form; what is left; or do it and go back to where the comment waits."""
    comments = Comment.objects.select_related("author", "article__section", "article__live")
    comment, person = get_object_or_404(comments, pk=comment_id, deleted_at=None), person_of(request)
    if not person.has_perm("comments.reject_comment", comment):
        raise PermissionDenied
    sent, refusal, left, status = request.POST, "", "", 200
    if request.method == "POST":
        try:
            left = rendered(redacting.without(comment.text, sent.get("passage", "")))
            if sent.get("step") == "redact":
                _do(request, comment)
                nudge()
                messages.success(request, _("The passage was taken out. Its author will be told."))
                return HttpResponseRedirect(_back(comment))
        except Refused as refused:
            refusal, status = str(refused), 409 if isinstance(refused, Conflict) else 422
    context = {
        **admin.site.each_context(request),
        "title": _("Take a passage out"),
        "comment": comment,
        "codes": reason_codes.offered(KIND),
        "sent": sent,
        "refusal": refusal,
        "left": left,
        "back": _back(comment),
    }
    return render(request, "comments/redact.html", context, status=status)


def _do(request: HttpRequest, comment: Comment) -> None:
    sent = request.POST
    chosen = reason_codes.find(KIND, sent.get("reason_code", ""))
    own = sent.get("reason", "").strip()
    words = "\n\n".join(filter(None, [str(chosen.words) if chosen else "", own]))
    code = chosen.code if chosen else reason_codes.OTHER
    redacting.redact(
        comment,
        sent.get("passage", ""),
        by=person_of(request),
        version=key_in(sent.get("version", "")) or 0,
        reason=words,
        reason_code=code,
    )


def _back(comment: Comment) -> str:
    item = Item.objects.filter(kind=KIND, object_id=comment.pk, closed_at=None).first()
    if item is not None:
        return reverse("moderation:item", args=[item.pk])
    return reverse("admin:comments_comment_change", args=[comment.pk])
