"""The demo's mail, open to whoever tries the demo: these addresses exist only there (newsroom/urls.py)."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from newsroom.demo import mailbox

# What stands in a mail is nobody's but its sender's: no script, no request; a link may lead the whole page away.
MAIL_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": ["data:"],
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-top-navigation-by-user-activation", "allow-popups"],
}


@require_safe
@never_cache
def mails(request: HttpRequest) -> HttpResponse:
    """The newest mails, those to one address on request."""
    to = request.GET.get("to", "").strip()[:254]
    found = mailbox.letters(settings.DEMO_MAIL_DIR, to)
    return render(request, "demo/mails.html", {"letters": found, "to": to})


@require_safe
@never_cache
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """One mail with both its parts."""
    return render(request, "demo/mail.html", {"letter": _letter(key)})


@require_safe
@never_cache
@xframe_options_sameorigin
@csp_override(MAIL_CSP)
def html(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML part alone, for the frame."""
    return HttpResponse(_letter(key).html.replace("<head>", '<head><base target="_top">', 1))


def _letter(key: str) -> mailbox.Letter:
    if letter := mailbox.read(settings.DEMO_MAIL_DIR, key):
        return letter
    raise Http404
