"""The form of an appeal: one field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.models.appeal import MAX_WORDS


class AppealForm(forms.Form):
    """Why the decision is wrong."""

    words = forms.CharField(
        label=_("Why is the decision wrong?"),
        help_text=_("Somebody who had no part in it reads this beside the reasons that were given."),
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        error_messages={"required": _("Say why the decision is wrong.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "appeal-%s", "label_suffix": "", **kwargs})
        # Too long is an answer at the field, not a text that the browser cuts off in silence.
        self.fields["words"].widget.attrs.pop("maxlength", None)
