"""The desk's search: a page for who types and presses Enter, and the same as JSON for the palette."""

from dataclasses import asdict

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from articles.admin.reading import person_of
from newsroom.palette import find

MOST = 25  # rows of a kind on the page


@require_GET
@login_required
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """``?q=`` words, ``?article=`` on whose page they are typed, ``?as=json`` for the palette. Staff alone."""
    person, words = person_of(request), request.GET.get("q", "")
    if request.GET.get("as") == "json":
        groups = find(request, person, words, article=request.GET.get("article", ""))
        return JsonResponse({"groups": [asdict(group) for group in groups]})
    groups = find(request, person, words, most=MOST) if words.strip() else []
    request.current_app = admin.site.name  # as the admin's own views do
    context = {"title": _("Search"), "words": words, "groups": groups}
    return render(request, "newsroom/search.html", {**admin.site.each_context(request), **context})
