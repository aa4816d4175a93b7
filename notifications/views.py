"""The person's notices, what they want to be told, and the way to be rid of a kind of mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people import person_of
from common.nudging import nudge
from notifications import reading, refusing, unsubscribing
from notifications.forms import PreferencesForm
from notifications.speaking import zone_of


@require_safe
@never_cache
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """The signed-in person's own notices, newest first."""
    mark = request.GET.get("before", "0")
    if not (mark.isascii() and mark.isdecimal() and len(mark) < 19):
        raise Http404
    person = person_of(request)
    return render(
        request,
        "notifications/notices.html",
        {"page": reading.page(person, int(mark)), "refusal": refusing.refusal_of(person.email)},
    )


@require_POST
@login_required
def try_again(request: HttpRequest) -> HttpResponse:
    """The person says that their address takes mails again."""
    refusing.forgive(person_of(request).email)
    nudge()
    messages.success(request, _("We try your address again."))
    return redirect("notifications:notices")


@require_POST
@login_required
def mark_read(request: HttpRequest, notice: int | None = None) -> HttpResponse:
    """Mark one of the person's own notices as read, or all of them."""
    reading.mark_read(person_of(request), None if notice is None else [notice])
    return redirect("notifications:notices")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def settings(request: HttpRequest) -> HttpResponse:
    """What the signed-in person wants to be told, and how."""
    person = person_of(request)
    form = PreferencesForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("We will keep to that."))
        return redirect("notifications:settings")
    context = {"form": form, "zone": zone_of(person), "refusal": refusing.refusal_of(person.email)}
    return render(request, "notifications/settings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@csrf_exempt  # mail programs post here on their own (RFC 8058); the signed link is the permission
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one kind of mail to the person whom the link names. GET asks, since mail scanners follow links."""
    try:
        person, what = unsubscribing.read(token)
    except unsubscribing.BadToken:
        raise Http404 from None
    if request.method == "POST":
        unsubscribing.stop(person, what)
    context = {"what": unsubscribing.in_words(what), "is_done": request.method == "POST"}
    return render(request, "notifications/unsubscribe.html", context)
