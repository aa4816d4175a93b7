"""The pages on which readers ask for letters, confirm, choose and leave. No account is needed."""

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.limits import Limit, take
from common.nudging import nudge
from notifications.bulletins import linking, subscribing
from notifications.bulletins.forms import AskForm, ChoicesForm
from notifications.models import Bulletin, Subscriber

# A household, not a script that types in other people's addresses.
FROM_ONE_PLACE = (Limit("letters-burst", 5, 600), Limit("letters-day", 20, 86_400))
TO_ONE_ADDRESS = Limit("letters-address", 3, 86_400)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """The form; the answer is the same whether the address is known or not."""
    initial = {"kinds": Bulletin.Kind.values}
    if isinstance(request.user, User):
        initial["address"] = request.user.email  # type: ignore[assignment]  # two kinds of initial values
    form = AskForm(request.POST or None, initial=initial)
    wait = 0
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["address"]
        wait = take(f"from:{get_adapter().get_client_ip(request)}", *FROM_ONE_PLACE)
        if not wait:
            is_person = not form.cleaned_data["name"]
            if is_person and not take(f"address:{address.lower()}", TO_ONE_ADDRESS):
                subscribing.ask(address, form.cleaned_data["kinds"], language=get_language() or "")
                nudge()
            return render(request, "notifications/bulletins_asked.html", {"address": address})
    context = {"form": form, "wait_minutes": -(-wait // 60)}
    return render(request, "notifications/bulletins.html", context, status=429 if wait else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@csrf_exempt  # the signed link is the permission; who follows it needs no cookie
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Say yes. GET asks, since mail scanners follow links."""
    subscriber, _purpose = _read(token, "confirm")
    if request.method == "POST":
        subscribing.confirm(subscriber)
        subscriber.refresh_from_db()
    return _page(request, "confirm", subscriber, is_done=subscriber.confirmed_at is not None)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@csrf_exempt
def choices(request: HttpRequest, token: str) -> HttpResponse:
    """Choose other kinds, or none."""
    subscriber, _purpose = _read(token, "choices")
    form = ChoicesForm(
        request.POST if request.method == "POST" else None,
        initial={"kinds": sorted(subscribing.kinds_of(subscriber))},
    )
    is_done = request.method == "POST" and form.is_valid()
    if is_done:
        subscribing.choose(subscriber, form.cleaned_data["kinds"])
    return _page(request, "choices", subscriber, is_done=is_done, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@csrf_exempt  # mail programs post here on their own (RFC 8058)
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one kind by one click. GET asks."""
    subscriber, kind = _read(token, *Bulletin.Kind.values)
    if request.method == "POST":
        subscribing.leave(subscriber, kind)
    label = Bulletin.Kind(kind).label
    return _page(request, "leave", subscriber, is_done=request.method == "POST", kind=label)


def _read(token: str, *purposes: str) -> tuple[Subscriber, str]:
    try:
        return linking.read(token, *purposes)
    except linking.BadLink:
        raise Http404 from None


def _page(request: HttpRequest, name: str, subscriber: Subscriber, **context: object) -> HttpResponse:
    link = linking.token_for(subscriber)
    context = {"subscriber": subscriber, "choices_link": link, "step": name, **context}
    return render(request, "notifications/bulletins_link.html", context)
