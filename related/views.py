"""The editor's page about what is read beside an article."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from articles.admin.reading import find, person_of
from common.nudging import nudge
from moderation.errors import NotAllowed, Refused
from related import pinning
from related.beside import beside, finds
from related.pinning import Place

PAGE = "admin:related_link_beside"


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, article_id: str) -> HttpResponse:
    """Show the list with its reasons; pin, order and ban."""
    article = find(request, article_id, "related.view_link")
    refusal = ""
    if request.method == "POST":
        try:
            act(request, article.pk, person_of(request))
            return redirect(PAGE, article.pk)
        except Refused as refused:
            refusal = str(refused)
    known, question = beside(article), request.GET.get("q", "")[:200]
    context = {"article": article, "beside": known, "question": question, "refusal": refusal}
    context |= {"finds": finds(article, question, known), **admin.site.each_context(request)}
    context |= {"title": _("Related reports"), "may_change": may_change(request, article)}
    return render(request, "related/beside.html", context, status=409 if refusal else 200)


def may_change(request: HttpRequest, article: object) -> bool:
    """Whether the buttons are shown."""
    return person_of(request).has_perm("related.change_link", article)  # type: ignore[arg-type]


def act(request: HttpRequest, article_id: int, by: User) -> None:
    """Call the verb that was asked for and say what it did. Raises Refused."""
    target = request.POST.get("target", "")
    if not target.isdecimal() or len(target) > 18:
        raise NotAllowed(_("Choose a report first."))
    place = Place(article_id, int(target))
    match request.POST.get("action"):
        case "pin":
            pinning.pin(place, by=by)
            said = _("Pinned.")
        case "unpin":
            pinning.unpin(place, by=by)
            said = _("Unpinned: the card stands where the computation puts it.")
        case "up" | "down" as way:
            pinning.move(place, up=way == "up", by=by)
            said = _("Moved.")
        case "ban":
            pinning.ban(place, by=by)
            said = _("Banned: it is not shown beside this article any more.")
        case "lift":
            pinning.lift_ban(place, by=by)
            said = _("The ban is lifted.")
        case _:
            raise NotAllowed(_("Choose what to do."))
    nudge()
    messages.success(request, said)
