"""The form of a routing rule: its conditions, and what follows."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.admin.fields import LineField
from articles.models import Section
from feeds.models import Feed, RoutingRule
from feeds.routing import deciding
from feeds.routing.matching import MOST_TERM, MOST_TERMS, needle


class TermsField(forms.CharField):
    """A list of words or phrases, one a line or between commas."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = str(super().to_python(value)).replace(",", "\n")
        return list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > MOST_TERMS:
            raise ValidationError(
                _("A rule has at most %(most)s words; make two of it."), params={"most": MOST_TERMS}
            )
        for term in value:
            if len(term) > MOST_TERM:
                raise ValidationError(
                    _("“%(term)s” is too long for a word to look for."), params={"term": term[:60]}
                )
            if not needle(term):
                raise ValidationError(_("“%(term)s” holds no word."), params={"term": term})


def _terms(label: Any, help_text: Any = "", rows: int = 3) -> TermsField:
    return TermsField(
        label=label,
        required=False,
        help_text=help_text,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class RoutingForm(forms.ModelForm):
    """Conditions and what follows. A rule that would do nothing is sent back."""

    name = LineField(label=_("Name"), max_length=120)
    position = forms.IntegerField(
        label=_("Position"),
        min_value=0,
        max_value=100_000,
        help_text=_("Rules are asked from the lowest up."),
    )
    keywords = _terms(
        _("Words"),
        _(
            "One of them stands in headline or text. Whole words or phrases, one a line; harbo* for all that begin so."
        ),
    )
    without_keywords = _terms(_("None of these words"))
    categories = _terms(_("Categories"), _("One of them is a category of the report."))
    languages = _terms(_("Languages"), _("As in de, en, fr."), rows=2)
    most_urgency = forms.TypedChoiceField(
        label=_("At least as urgent as"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Any urgency")), *((number, str(number)) for number in range(1, 9))],
        help_text=_("1 is a flash, 8 the least urgent, as wires count."),
    )
    feeds = forms.ModelMultipleChoiceField(
        Feed.objects.select_related("source"),
        label=_("Feeds"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: every feed."),
    )
    section = forms.ModelChoiceField(
        Section.objects.all(), label=_("Section"), required=False, empty_label=_("As the feed says")
    )
    tags = _terms(_("Tags"), _("Given to the article that is made of it."))
    priority = forms.IntegerField(
        label=_("Priority in the queue"),
        min_value=-100,
        max_value=100,
        initial=0,
        help_text=_("Higher comes first; 0 is usual."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    confirmed = forms.BooleanField(required=False, label=_("Yes, drop them"))

    class Meta:
        model = RoutingRule
        fields = [
            "name",
            "position",
            "is_active",
            "feeds",
            *deciding.CONDITIONS,
            "section",
            "tags",
            "priority",
        ]
        fields += ["is_dropping", "goes_on"]

    def clean(self) -> dict[str, Any]:
        """A rule must do something, and one that drops must say what."""
        cleaned: dict[str, Any] = super().clean() or {}
        does = ("section", "tags", "priority", "is_dropping")
        if not any(cleaned.get(name) for name in does) and not set(does) & set(self.errors):
            raise ValidationError(
                _("This rule would do nothing: give it a section, a tag, a priority, or let it drop.")
            )
        narrow = any(cleaned.get(name) for name in ("feeds", *deciding.CONDITIONS))
        if cleaned.get("is_dropping") and not narrow and not self.errors:
            self.add_error("is_dropping", _("It would drop everything: name what it is to drop."))
        return cleaned
