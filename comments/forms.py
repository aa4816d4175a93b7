"""The form of a comment. What the desk should know of how it was sent goes along; nobody is refused for it."""

import time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.naming import check_name
from comments import proving, screening
from comments.refusals import Unfit
from comments.screening import Reason

FASTEST_SECONDS = 2  # between the opening of the page and the sent form; people take longer to write a word


def _signer() -> Signer:
    """Made when it is used: commands that sign nothing run without a secret."""
    return Signer(salt="comments.form")


def _opened_now() -> str:
    return _signer().sign(str(int(time.time())))


def _new_submission() -> str:
    return str(uuid4())


class CommentForm(forms.Form):
    """Text, and hidden: a number that makes sending it twice harmless, when it was opened, and a field for machines."""

    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        help_text=gettext_lazy(
            "*Emphasis*, > quotes, lists and [links](https://…) work. At most 5,000 characters."
        ),
        error_messages={"required": gettext_lazy("Write something first.")},
        # No maxlength: a browser would silently cut off what is pasted.
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )
    follow = forms.BooleanField(required=False, label=gettext_lazy("Tell me of new comments here"))
    submission = forms.CharField(required=False, widget=forms.HiddenInput, initial=_new_submission)
    opened = forms.CharField(required=False, widget=forms.HiddenInput, initial=_opened_now)
    proof = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(
        required=False,
        label=gettext_lazy("Leave this empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "write-%s", **kwargs})

    def clean_text(self) -> str:
        try:
            return screening.tidy(self.cleaned_data["text"])
        except Unfit as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean_submission(self) -> UUID:
        try:
            return UUID(self.cleaned_data["submission"])
        except ValueError:
            return uuid4()

    def suspicions(self) -> list[Reason]:
        """What about the sending was unlike a person at a keyboard."""
        found = []
        if self.cleaned_data.get("website"):
            found.append(
                {"rule": "hidden-field", "words": _("A field that people do not see was filled in.")}
            )
        if self._age() < FASTEST_SECONDS:
            found.append({"rule": "fast-form", "words": _("The form was sent faster than a person writes.")})
        sent = self.cleaned_data
        opened, submission = sent.get("opened", ""), str(sent.get("submission", ""))
        return [*found, *proving.missing(opened, submission, sent.get("proof", ""), self._age())]

    @property
    def work(self) -> int:
        """How many bits of work are asked for; 0: none, which is nearly always."""
        return proving.BITS if proving.is_demanded() else 0

    def _age(self) -> float:
        try:
            return time.time() - int(_signer().unsign(self.cleaned_data.get("opened", "")))
        except (BadSignature, ValueError):
            return 0.0


class GuestForm(CommentForm):
    """The same for who has no account: a name to stand beside the text, and an address that nobody sees."""

    follow = None  # type: ignore[assignment]  # who has confirmed an address may follow once they sign in
    name = forms.CharField(
        label=gettext_lazy("Display name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy(
            "Never shown. We send you a link; your comment waits until you have opened it."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_name(self) -> str:
        return check_name(self.cleaned_data["name"], among_readers=False)


class EditForm(CommentForm):
    """The same for a comment that stands, with the version that its author saw."""

    follow = None  # type: ignore[assignment]  # Django's way to leave out what a parent has; asked when it was written
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
