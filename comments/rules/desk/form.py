"""The form of a rule: what it looks for, what follows, where it is in force; and a text to try it on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.admin.fields import LineField
from articles.models import Article, Section
from comments.models import MOST_POINTS, Rule, RuleVersion
from comments.rules.desk.fields import fields_of
from comments.rules.judging import HOLDS_AT
from comments.rules.kinds import compiled
from comments.rules.subject import BadOption

SCOPE = ("effect", "points", "message", "language", "section", "article_number")


class RuleForm(forms.Form):
    """One version as it is written. The options of its kind are fields of their own."""

    name = forms.SlugField(
        label=_("Name"),
        max_length=60,
        help_text=_("Letters, digits and hyphens: the queue and the record name it so. It stays."),
    )
    effect = forms.ChoiceField(label=_("What follows"), choices=RuleVersion.Effect.choices)
    points = forms.IntegerField(
        label=_("Points"),
        required=False,
        min_value=1,
        max_value=MOST_POINTS,
        help_text=_("Only where it gives points."),
    )
    message = LineField(
        label=_("What the queue says"),
        required=False,
        max_length=200,
        help_text=_("Moderators read it; authors do not."),
    )
    language = forms.CharField(
        label=_("Language of the article"),
        required=False,
        max_length=12,
        help_text=_("As in de or en. Empty: every one."),
    )
    section = forms.ModelChoiceField(
        Section.objects.all(), label=_("Section"), required=False, empty_label=_("Every section")
    )
    article_number = forms.IntegerField(
        label=_("Article"),
        required=False,
        min_value=1,
        help_text=_("Its number, as in /a/NUMBER/. Empty: every one."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    trial = forms.CharField(
        label=_("Try a text"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What somebody could write. Nothing is stored."),
    )

    def __init__(self, data: Any, kind: str, rule: Rule, said: RuleVersion | None) -> None:
        super().__init__(data, initial=_initial(rule, said))
        self.kind, self.said = kind, said
        self.options = fields_of(kind)
        self.fields.update(self.options)
        self.fields["points"].help_text = _(
            "Only where it gives points; %(most)d together hold a comment."
        ) % {"most": HOLDS_AT}
        if rule.pk:
            self.fields["name"].disabled = True

    @property
    def option_fields(self) -> list[forms.BoundField]:
        """The options of the kind, for the template."""
        return [self[name] for name in self.options]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not self.fields["name"].disabled and Rule.objects.filter(name=name).exists():
            raise forms.ValidationError(_("There is a rule of this name already."))
        return name

    def clean_article_number(self) -> int | None:
        number: int | None = self.cleaned_data["article_number"]
        if number is not None and not Article.objects.filter(pk=number).exists():
            raise forms.ValidationError(_("There is no article of this number."))
        return number

    def clean(self) -> dict[str, Any]:
        """An option that cannot be is told at its field."""
        cleaned: dict[str, Any] = super().clean() or {}
        if (
            cleaned.get("effect") == RuleVersion.Effect.POINTS
            and not cleaned.get("points")
            and "points" not in self.errors
        ):
            self.add_error("points", _("Say how many points it gives."))
        if not set(self.options) & set(self.errors):
            try:
                compiled(self.kind, self.typed_options())
            except BadOption as bad:
                self.add_error(bad.name if bad.name in self.fields else None, str(bad))
        return cleaned

    def typed_options(self) -> dict[str, Any]:
        """The options as a version keeps them."""
        return {name: self.cleaned_data.get(name) for name in self.options}

    def to_version(self) -> RuleVersion:
        """An unsaved version; call it on a valid form."""
        cleaned = self.cleaned_data
        return RuleVersion(
            kind=self.kind,
            options=self.typed_options(),
            effect=cleaned["effect"],
            points=cleaned["points"] or 0,
            message=cleaned["message"],
            language=cleaned["language"].strip(),
            section=cleaned["section"],
            article_id=cleaned["article_number"],
        )


def _initial(rule: Rule, said: RuleVersion | None) -> dict[str, Any]:
    known: dict[str, Any] = {"name": rule.name, "version": rule.version}
    if said is not None:
        facts = ("effect", "points", "message", "language", "section")
        known |= {name: getattr(said, name) for name in facts} | said.options
        known["article_number"] = said.article_id
        known["points"] = said.points or None
    return known
