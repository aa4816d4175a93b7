"""The form of a report. Which fields are needed depends on the reason, and on whether we know who sends it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models.report import MAX_WORDS
from comments.reporting.filing import Notice
from comments.reporting.grounds import CORRECTION, GROUNDS, ILLEGAL, LAWS, law_of

LEAST_WORDS = 10  # characters; less explains nothing (Article 16(2)(a))


class ReportForm(forms.Form):
    """Reason and explanation; law and good faith for what is illegal; name and address of who has no account."""

    ground = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        choices=[(ground.code, ground.label) for ground in GROUNDS],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is wrong with it.")},
    )
    law = forms.ChoiceField(
        label=gettext_lazy("What kind of law does it break?"),
        choices=[("", gettext_lazy("Choose one")), *((law.code, law.label) for law in LAWS)],
        required=False,
    )
    law_reference = forms.CharField(
        label=gettext_lazy("The law or article, if you know it"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    in_good_faith = forms.BooleanField(
        label=gettext_lazy("I believe in good faith that what I say here is accurate and complete."),
        required=False,
    )
    words = forms.CharField(
        label=gettext_lazy("What should a moderator know?"),
        help_text=gettext_lazy("Needed for illegal content and corrections: say which words, and why."),
        required=False,
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("You get a receipt with a link to confirm it, and later what was decided."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(
        required=False,
        label=gettext_lazy("Leave this empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "report-%s", "label_suffix": "", **kwargs})
        # Words that are too long are an answer at the field, not a text that a browser cuts off in silence.
        self.fields["words"].widget.attrs.pop("maxlength", None)
        if is_known:
            del self.fields["name"], self.fields["email"]

    def clean_words(self) -> str:
        return str(self.cleaned_data["words"]).replace("\0", "").strip()

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean() or {}
        ground, law = sent.get("ground"), law_of(sent.get("law", ""))
        if ground in (ILLEGAL, CORRECTION) and "words" in sent and len(sent["words"]) < LEAST_WORDS:
            self.add_error("words", _("Say which words you mean, and why, so that a moderator can judge it."))
        if ground == ILLEGAL:
            self._require_law(sent)
        if "email" in self.fields and not (ground == ILLEGAL and law is not None and not law.is_named):
            self._require_sender(sent)
        return sent

    def notice(self) -> Notice:
        """What was said, once the form is valid."""
        sent = self.cleaned_data
        return Notice(
            ground=sent["ground"],
            words=sent["words"],
            law=sent["law"],
            law_reference=sent["law_reference"],
            in_good_faith=sent["in_good_faith"],
            name=sent.get("name", ""),
            email=sent.get("email", ""),
        )

    def _require_law(self, sent: dict[str, Any]) -> None:
        if not sent.get("law"):
            self.add_error("law", _("Choose the kind of law. “Another law” is enough if you are not sure."))
        if sent.get("law") == "other" and not sent.get("law_reference"):
            self.add_error("law_reference", _("Name the law, or say in your words what it forbids."))
        if not sent.get("in_good_faith"):
            self.add_error("in_good_faith", _("The law asks for this statement. Tick it if it is true."))

    def _require_sender(self, sent: dict[str, Any]) -> None:
        if "name" in sent and not sent["name"].strip():
            self.add_error("name", _("Give your name, or sign in."))
        if "email" in sent and not sent["email"]:
            self.add_error(
                "email", _("Give an address at which we can tell you what was decided, or sign in.")
            )
