"""Staff pages get the content security policy that the admin's theme needs; all others keep the strict one."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

STAFF_PREFIX = "/admin/"


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
