"""A reader's page: send a comment to the desk as a possible correction."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.people import person_of
from comments import views
from comments.hints import sending
from comments.hints.forms import SendForm
from comments.refusals import TooSoon
from common.nudging import nudge
from moderation.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def hint(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Show the comment above one field; sending it leads back to the comment."""
    comment, person = views.said(comment_id), person_of(request)
    if comment.deleted_at is not None or not (comment.is_visible or comment.author_id == person.pk):
        raise Http404
    form, status = SendForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                sending.send(comment, by=person, words=form.cleaned_data["words"])
            except Refused as refusal:
                form.add_error("words", str(refusal))
                status = 429 if isinstance(refusal, TooSoon) else 422
            else:
                nudge()
                messages.success(request, _("Thank you. The desk looks at it and answers you."))
                return redirect("comments:show", comment.pk)
    context = {"article": comment.article, "comment": comment, "form": form}
    return render(request, "comments/hint.html", context, status=status)
