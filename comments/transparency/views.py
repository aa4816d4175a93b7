"""The page of the transparency report, and its files."""

from django.contrib import admin
from django.contrib.auth.decorators import login_required, permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from comments.transparency import writing
from comments.transparency.figures import figures
from comments.transparency.period import NoPeriod, Period, last_year, period
from comments.transparency.words import lines

VIEW = "comments.view_report"
FILES = {"report": writing.report, "statements": writing.statements}
TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


@require_GET
@login_required
@permission_required(VIEW, raise_exception=True)
def page(request: HttpRequest) -> HttpResponse:
    """The figures of a span, the last calendar year if none is named."""
    why = ""
    try:
        chosen = _chosen(request)
    except NoPeriod as error:
        chosen, why = last_year(timezone.localdate()), str(error)
    context = {
        **admin.site.each_context(request),
        "title": _("Transparency report"),
        "period": chosen,
        "why": why,
        "typed": {"from": request.GET.get("from", ""), "to": request.GET.get("to", "")} if why else None,
        "figures": lines(figures(chosen)),
    }
    return render(request, "comments/transparency/page.html", context, status=422 if why else 200)


@require_GET
@never_cache
@login_required
@permission_required(VIEW, raise_exception=True)
def download(request: HttpRequest, what: str, form: str) -> HttpResponse:
    """The report or the list of statements as a file."""
    if what not in FILES or form not in TYPES:
        raise Http404
    try:
        chosen = _chosen(request)
    except NoPeriod as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(FILES[what](chosen, form), content_type=TYPES[form])
    name = f"transparency-{what}-{chosen.name}.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _chosen(request: HttpRequest) -> Period:
    first, last = request.GET.get("from", ""), request.GET.get("to", "")
    return period(first, last) if first or last else last_year(timezone.localdate())
