"""The page behind the link of an invitation."""

from typing import Any

from allauth.account.utils import perform_login
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import inviting
from accounts.factors import lacks_factor
from accounts.models import Invitation, User
from accounts.naming import tidy


class AcceptForm(forms.Form):
    """What somebody new tells us: the name, and a password if they want one."""

    display_name = forms.CharField(
        label=gettext_lazy("Display name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        required=False,
        help_text=gettext_lazy("Without one we send you a code by mail each time."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_display_name(self) -> str:
        return tidy(self.cleaned_data["display_name"])

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if password:
            password_validation.validate_password(password)
        return password


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is offered; on a POST take it, sign in, and lead to the second factor and the desk."""
    found = inviting.find(token)
    if found is None or (over := why_over(found)):
        words = over if found else _("This link opens nothing. It may have been replaced by a newer one.")
        return render(request, "accounts/invitation_over.html", {"why": words}, status=410)
    known = User.objects.filter(email__iexact=found.email).first()
    form = _form(request, found, known)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            return _take(request, found, form.cleaned_data if form else {})
        except ValidationError as refusal:
            return render(request, "accounts/invitation_over.html", {"why": refusal.messages[0]}, status=410)
    context = {"invitation": found, "form": form, "known": known, "places": found.places}
    return render(request, "accounts/invitation.html", context)


def why_over(found: Invitation) -> str:
    """Why it can no longer be accepted, in words; empty where it can."""
    if found.accepted_at:
        return _("This invitation has been accepted. Sign in with your address.")
    if found.revoked_at:
        return _("This invitation has been taken back. Ask whoever invited you.")
    if found.expires_at <= timezone.now():
        return _("This invitation has run out. Ask whoever invited you to send it again.")
    return ""


def _form(request: HttpRequest, found: Invitation, known: User | None) -> AcceptForm | None:
    """Somebody who has an account keeps its name and password: there is nothing to ask."""
    if known is not None:
        return None
    return AcceptForm(request.POST or None, initial={"display_name": found.display_name})


def _take(request: HttpRequest, found: Invitation, typed: dict[str, Any]) -> HttpResponse:
    person = inviting.accept(
        found, display_name=typed.get("display_name", ""), password=typed.get("password") or None
    )
    target = "mfa_index" if lacks_factor(person) else "admin:index"
    # Through allauth, so that an account with a second factor is asked for it.
    answer: HttpResponse = perform_login(request, person, redirect_url=reverse(target))
    return answer
