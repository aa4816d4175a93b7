"""The address that hubs call. Its unguessable key is the permission; what comes is believed for its signature alone."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from common.nudging import nudge
from feeds.websub import receiving, verifying


@csrf_exempt  # hubs have no session and no form; the key lets them in, the signature tells that it is they
@require_http_methods(["GET", "POST"])
@never_cache
def callback(request: HttpRequest, key: str) -> HttpResponse:
    """GET: was it you who asked? POST: something new. 404 for whatever was not asked for."""
    if request.method == "POST":
        return _push(request, key)
    try:
        challenge = verifying.verify(
            key, {name: str(request.GET[name]) for name in request.GET}, timezone.now()
        )
    except verifying.UnknownRequest:
        return HttpResponse(status=404)
    return HttpResponse(challenge, content_type="text/plain; charset=utf-8")


def _push(request: HttpRequest, key: str) -> HttpResponse:
    """Whether a signature is right is nobody's to learn: a wrong one is answered as a right one is (WebSub, 8)."""
    now = timezone.now()
    try:
        subscription = receiving.subscription_of(key, now)
        body = request.read(receiving.LARGEST + 1)
        if len(body) > receiving.LARGEST:
            return HttpResponse(status=413)
        headers = {name.lower(): value for name, value in request.headers.items()}
        if receiving.receive(subscription, body, headers, now):
            nudge()
    except receiving.Unwanted:
        return HttpResponse(status=404)
    except receiving.TooMuch:
        return HttpResponse(status=503, headers={"Retry-After": "60"})
    return HttpResponse(status=202)
