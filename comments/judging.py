"""What readers and editors think of a comment, as they say it: votes and picks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.models import User
from comments import picking, queries, voting
from comments.models import Comment
from comments.reading import SWAPPED, said
from common.nudging import nudge
from moderation.errors import Refused

NUMBERS = {"1": 1, "-1": -1, "0": 0}


@login_required
@require_POST
def vote(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Store the vote and lead back to the comment; for htmx only its buttons, as they stand now."""
    comment, person = said(comment_id), request.user
    refusal = ""
    try:
        if isinstance(person, User):
            comment = voting.vote(comment, NUMBERS.get(request.POST.get("value", ""), 9), by=person)
    except Refused as error:
        refusal = str(error)
    if SWAPPED in request.headers:
        entry = queries.judged(comment, request.user)
        context = {"entry": entry, "comment": comment, "refusal": refusal}
        return render(request, "comments/_vote.html", context)
    if refusal:
        messages.error(request, refusal)
    return _back(request, comment)


@login_required
@require_POST
def pick(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Recommend the comment. The verb asks for the permission."""
    return _picked(request, comment_id, is_pick=True)


@login_required
@require_POST
def unpick(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Recommend it no longer."""
    return _picked(request, comment_id, is_pick=False)


def _picked(request: HttpRequest, comment_id: int, *, is_pick: bool) -> HttpResponse:
    comment, person = said(comment_id), request.user
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
    act = picking.pick if is_pick else picking.unpick
    try:
        if isinstance(person, User):
            act(comment, by=person, version=version)
    except Refused as error:
        messages.error(request, str(error))
    else:
        nudge()
    return _back(request, comment)


def _back(request: HttpRequest, comment: Comment) -> HttpResponseRedirect:
    """To the page from which it was sent, at the comment."""
    there = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure()):
        there = reverse("comments:show", args=[comment.pk])
    return HttpResponseRedirect(f"{there}#comment-{comment.pk}")
