"""The page of agreement."""

from django.contrib import admin
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.people import person_of
from moderation.opinions.agreement import VIEW, agreement
from moderation.opinions.plot import plot


@require_GET
@login_required
@permission_required(VIEW, raise_exception=True)
def page(request: HttpRequest) -> HttpResponse:
    """How far second opinions agree with first ones, and where not."""
    found = agreement(person_of(request))
    context = {
        **admin.site.each_context(request),
        "title": _("Agreement"),
        "agreement": found,
        "plot": plot(found.rows),
    }
    return render(request, "moderation/opinions/agreement.html", context)
