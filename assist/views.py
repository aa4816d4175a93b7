"""The desk's page about one generated text: each point beside its sentence, and what may be decided."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from articles.admin.reading import person_of
from assist import deciding
from assist.models import GeneratedText
from assist.sheets import sheet_of
from common.nudging import nudge
from moderation.errors import Conflict, NotAllowed, Refused
from moderation.recording import history_of

PAGE = "admin:assist_generatedtext_change"
DECIDE = "assist.decide_generated"
SHOWN = (GeneratedText.State.APPROVED, GeneratedText.State.EDITED)


@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, object_id: str) -> HttpResponse:
    """Read, word anew, decide."""
    found = find(object_id, person_of(request))
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            messages.success(request, act(request, found, person_of(request)))
            nudge()
            return redirect(PAGE, found.pk)
        except Refused as refused:
            refusal = refused
            found = find(object_id, person_of(request))
    context = page(found, person_of(request)) | {"refusal": refusal, "typed": request.POST.getlist("words")}
    status = 409 if isinstance(refusal, Conflict) else 422 if refusal else 200
    return render(request, "assist/text.html", admin.site.each_context(request) | context, status=status)


def find(object_id: str, person: User) -> GeneratedText:
    """The text, for who may look at such texts in its section. Raises Http404, PermissionDenied."""
    number = int(object_id) if object_id.isdecimal() and len(object_id) < 19 else 0
    texts = GeneratedText.objects.select_related("article__section", "article__live", "revision")
    found = texts.filter(pk=number).first()
    if found is None:
        raise Http404
    if not person.has_perm("assist.view_generatedtext", found):
        raise PermissionDenied
    return found


def page(found: GeneratedText, person: User) -> dict[str, Any]:
    """What the page shows."""
    may_decide = person.has_perm(DECIDE, found)
    return {
        "title": found.get_kind_display(),
        "sheet": sheet_of(found),
        "decisions": history_of(found),
        "may_edit": may_decide and found.state == GeneratedText.State.PROPOSED,
        "may_take_down": may_decide and found.state in SHOWN,
        "point_length": deciding.POINT_LENGTH,
    }


def act(request: HttpRequest, found: GeneratedText, by: User) -> str:
    """Call the verb that was asked for; returns what to say. Raises Refused."""
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 10 else 0
    words = request.POST.getlist("words")
    match request.POST.get("action"):
        case "approve" if words == [point["text"] for point in found.points]:
            deciding.approve(found, by=by, version=seen)
            return str(_("Approved: readers see the points now."))
        case "approve":
            deciding.edit(found, by=by, version=seen, words=words)
            return str(_("Approved in your words: readers see the points now."))
        case "reject":
            deciding.reject(found, by=by, version=seen)
            return str(_("Rejected: readers see no points."))
        case "take_down":
            deciding.take_down(found, by=by, version=seen)
            return str(_("Taken down: readers see no points any more."))
        case _:
            raise NotAllowed(_("Choose what to do."))
