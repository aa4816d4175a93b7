"""Headers, the content security policy of staff pages, and who may enter them."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.factors import lacks_factor
from accounts.models import User

STAFF_PREFIX = "/admin/"


class PermissionsPolicyMiddleware:
    """Say on every answer which powers of the browser no page of ours uses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = ", ".join(f"{power}={who}" for power, who in settings.PERMISSIONS_POLICY.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.policy)
        return response


class StaffPagesMiddleware:
    """Relax the policy under ``/admin/`` alone, and keep staff pages out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(STAFF_PREFIX):
            if not hasattr(response, "_csp_config"):
                response._csp_config = settings.STAFF_CSP  # type: ignore[attr-defined]  # Django's own per-response override
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class SecondFactorMiddleware:
    """Send staff without a second factor to set one up before they enter the desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(STAFF_PREFIX) or not _lacks_factor(request):
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied(_("The desk asks for a second factor. Please set one up first."))
        messages.info(request, _("The desk asks for a second factor. Please set one up first."))
        return redirect("mfa_index")


def _lacks_factor(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and lacks_factor(request.user)
