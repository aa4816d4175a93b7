"""Forms about people."""

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.naming import check_name


class SignupForm(forms.Form):
    """What we ask besides the address: the name that stands beside a comment."""

    display_name = forms.CharField(
        label=_("Display name"),
        max_length=60,
        help_text=_("Stands beside your comments. Your own name is welcome, a pen name too."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the account exists."""
        user.display_name = self.cleaned_data["display_name"]
        user.save(update_fields=["display_name"])

    def clean_display_name(self) -> str:
        return check_name(self.cleaned_data["display_name"])


class ProfileForm(forms.ModelForm):
    """What a person says about themselves."""

    class Meta:
        model = User
        fields = ("display_name", "language", "time_zone")
        help_texts = {
            "display_name": _("Stands beside your comments."),
            "time_zone": _("For the times in mails to you."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and zone[:4] != "Etc/")
        as_the_paper = _("As the paper (%s)")
        language = dict(settings.LANGUAGES)[settings.LANGUAGE_CODE]
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"),
            required=False,
            choices=[("", as_the_paper % language), *settings.LANGUAGES],
        )
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Time zone"),
            required=False,
            help_text=self.fields["time_zone"].help_text,
            choices=[("", as_the_paper % settings.TIME_ZONE), *((z, z.replace("_", " ")) for z in zones)],
        )
        # The instance changes while the form is checked; the name it had must be asked now.
        self._bearer = User(display_name=self.instance.display_name)

    def clean_display_name(self) -> str:
        return check_name(self.cleaned_data["display_name"], own=self._bearer)
