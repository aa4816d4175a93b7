"""Whether the process lives, and whether it can serve."""

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse


def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers; asks nothing of anybody."""
    return JsonResponse({"ok": True})


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database and Valkey answer, else 503 with the name of what does not."""
    missing = []
    try:
        connection.ensure_connection()
    except Exception:  # whatever the reason is, the answer is the same
        missing.append("database")
    try:
        cache.get("readyz")
    except Exception:  # as above
        missing.append("valkey")
    return JsonResponse({"ok": not missing, "missing": missing}, status=503 if missing else 200)
