"""One person: name and address, roles and sections, open or closed, second factor, and what was changed when by whom."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import factors
from accounts.admin.forms import PersonForm
from accounts.duties import duties_of
from accounts.granting import administrators, check_may_change, check_may_give, set_active, set_places
from accounts.models import User
from accounts.people import person_of
from accounts.reauthenticating import ask_again
from accounts.vouching import note_address

SHOWN_CHANGES = 30


def person(request: HttpRequest, object_id: str) -> HttpResponse:
    """Show and save. Raises Http404, PermissionDenied; ReauthenticationRequired before anything is changed."""
    them = find(request, object_id)
    form = PersonForm(them, request.POST or None)
    if request.method != "POST":
        return page(request, them, form)
    ask_again(request)
    if form.is_valid():
        try:
            save(them, form.cleaned_data, by=person_of(request))
        except ValidationError as refusal:
            form.add_error("places", refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("admin:accounts_user_change", them.pk)
    return page(request, them, form)


@require_POST
def access(request: HttpRequest, pk: int) -> HttpResponse:
    """Open or close the account."""
    them = find(request, str(pk))
    ask_again(request)
    is_active = request.POST.get("act") == "open"
    try:
        set_active(them, is_active=is_active, by=person_of(request))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        done = (
            _("The account is open again.")
            if is_active
            else _("The account is closed, its sessions have ended.")
        )
        messages.success(request, done)
    return redirect("admin:accounts_user_change", them.pk)


@require_POST
def second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a lost second factor away."""
    them, me = find(request, str(pk)), person_of(request)
    ask_again(request)
    reason = request.POST.get("reason", "").strip()
    try:
        check_may_change(me, them)
        check_may_give(me, ())
        if not reason:
            raise ValidationError(_("Say why, and how you know that it is they who ask."))
        factors.reset(them, by=me, reason=reason)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("The second factor is gone; the next sign-in sets up a new one."))
    return redirect("admin:accounts_user_change", them.pk)


def find(request: HttpRequest, object_id: str) -> User:
    """The person, for who may change people. Raises Http404, PermissionDenied."""
    if not request.user.has_perm("accounts.change_user"):
        raise PermissionDenied
    if not object_id.isdecimal() or len(object_id) > 18:
        raise Http404
    them = User.objects.prefetch_related("memberships").filter(pk=int(object_id)).first()
    if them is None:
        raise Http404
    return them


@transaction.atomic
def save(them: User, typed: dict[str, Any], *, by: User) -> None:
    """Store what was typed. Raises ValidationError for roles that are not the person's to give."""
    set_places(them, typed["places"], by=by)
    was = them.email
    them.display_name, them.email = typed["display_name"], typed["email"]
    them.save(update_fields=["display_name", "email"])
    them.refresh_from_db()
    if them.email != was:
        # Another mailbox is another door: only who may give roles moves it.
        check_may_give(by, ())
        note_address(them)


def page(request: HttpRequest, them: User, form: PersonForm) -> HttpResponse:
    """The page as it stands."""
    context = {
        **admin.site.each_context(request),
        "title": str(them),
        "them": them,
        "form": form,
        "is_me": them.pk == request.user.pk,
        "is_last": _is_last(them),
        "factors": factors.factors_of(them),
        "duties": duties_of(them),
        "changes": them.access_changes.select_related("by")[:SHOWN_CHANGES],
    }
    return render(request, "accounts/admin_person.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _is_last(them: User) -> bool:
    return [one.pk for one in administrators()] == [them.pk]
