"""Headers: the powers of the browser that no page uses, and the content security policy of staff pages."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

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
