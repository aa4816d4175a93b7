"""The two forms of a possible correction: what is wrong, and what the desk says to it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.models.hint import HINT_LENGTH


class SendForm(forms.Form):
    """What seems to be wrong; the comment goes along."""

    words = forms.CharField(
        label=_("What seems to be wrong"),
        required=False,
        max_length=HINT_LENGTH,
        help_text=_("One sentence is enough: the desk reads the comment too."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """Whether it is a mistake, in words that go to who sent it."""

    words = forms.CharField(
        label=_("Your answer"),
        max_length=2_000,
        help_text=_("Who sent it reads this: what you found, and what you will do."),
        error_messages={"required": _("Say what you found: somebody took the trouble to write.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
