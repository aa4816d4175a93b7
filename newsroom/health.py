"""Two questions of a load balancer: does the process live, and can it serve?"""

import logging

from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; asks nothing of anybody."""
    return JsonResponse({"ok": True})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when PostgreSQL and Valkey answer, else 503 with the names of those that do not."""
    missing = [name for name, ask in (("database", _ask_database), ("valkey", _ask_valkey)) if not ask()]
    return JsonResponse({"ok": not missing, "missing": missing}, status=503 if missing else 200)


def _ask_database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        log.warning("the database does not answer: %s", str(error).strip().splitlines()[:1])
        return False
    return True


def _ask_valkey() -> bool:
    try:
        cache.get("readyz")
    except (RedisError, OSError) as error:
        log.warning("Valkey does not answer: %s", error)
        return False
    return True
