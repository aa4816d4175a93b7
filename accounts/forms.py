"""Forms about people."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class SignupForm(forms.Form):
    """What we ask besides the address: the name that stands beside a comment."""

    display_name = forms.CharField(label=_("Display name"), max_length=60)

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the account exists."""
        user.display_name = self.cleaned_data["display_name"]
        user.save(update_fields=["display_name"])

    def clean_display_name(self) -> Any:
        return " ".join(self.cleaned_data["display_name"].split())
