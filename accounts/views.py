"""A person's own page."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import erasing
from accounts.forms import ProfileForm
from accounts.people import person_of
from common.nudging import nudge


@require_safe
@never_cache
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """All that the house holds of the signed-in person, as a file."""
    answer = JsonResponse(
        erasing.export(person_of(request)), json_dumps_params={"indent": 1, "ensure_ascii": False}
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="everything.json"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def erase(request: HttpRequest) -> HttpResponse:
    """Ask once, then let everything of the signed-in person go."""
    if request.method != "POST":
        return render(request, "accounts/erase.html")
    try:
        erasing.erase(person_of(request))
    except erasing.Stays as why:
        return render(request, "accounts/erase.html", {"why_not": str(why)}, status=409)
    logout(request)
    nudge()
    messages.success(request, _("Your account is erased. Thank you for having been here."))
    return redirect("/")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """The signed-in person's own name, language and time zone."""
    form = ProfileForm(request.POST or None, instance=person_of(request))
    if request.method == "POST" and form.is_valid():
        person = form.save()
        with translation.override(person.language or settings.LANGUAGE_CODE):
            messages.success(request, _("Saved."))
        answer = redirect("accounts:me")
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax")
        return answer
    return render(request, "accounts/me.html", {"form": form})
