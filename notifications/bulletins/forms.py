"""The forms of the page on which readers ask for letters."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.models import Bulletin

WORDS = {
    Bulletin.Kind.BREAKING: gettext_lazy(
        "Breaking news: a mail when something big happens, a few times a month"
    ),
    Bulletin.Kind.NEWSLETTER: gettext_lazy("Newsletter: the best of the paper, chosen by the desk"),
}


class ChoicesForm(forms.Form):
    """Which kinds; none means not any more."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What would you like to get?"),
        required=False,
        choices=list(WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )


class AskForm(ChoicesForm):
    """An address, and what is to come to it. ``name`` is a field that people do not see: who fills it in is none."""

    address = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    name = forms.CharField(required=False, max_length=200)
    field_order = ["address", "kinds", "name"]

    def clean_kinds(self) -> Any:
        if not self.cleaned_data["kinds"]:
            raise forms.ValidationError(_("Choose at least one of them."))
        return self.cleaned_data["kinds"]
