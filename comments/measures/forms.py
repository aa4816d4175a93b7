"""The forms of a measure: what, how long, where, why."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.sections import all_sections
from comments.measures import reaching
from comments.measures.taking import Order
from comments.models import Comment, Measure
from comments.models.measure import LONGEST_SUSPENSION

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WORDS_LENGTH = 2_000
K = Measure.Kind
# What each kind means, for who takes it.
MEANINGS: dict[str, "StrOrPromise"] = {
    K.NOTE: _("For colleagues. It changes nothing, and stands in what the person may ask us for."),
    K.WARNING: _("The person has to confirm that they read it before they write again."),
    K.PREMODERATION: _("Their comments wait for a moderator, wherever they write."),
    K.SUSPENSION: _("They cannot write for one hour to 30 days. They can read, vote and report."),
    K.BAN: _("They cannot write any more, until it ends or is lifted."),
}
HOURS: list[tuple[str, "StrOrPromise"]] = [
    ("1", _("1 hour")),
    ("6", _("6 hours")),
    ("24", _("1 day")),
    ("72", _("3 days")),
    ("168", _("7 days")),
    ("336", _("14 days")),
    ("720", _("30 days")),
    ("2160", _("90 days")),
    ("8760", _("1 year")),
    ("", _("without end")),
]


class _Lasting(forms.Form):
    """How long, and why."""

    lasts = forms.ChoiceField(label=_("How long, from now"), choices=HOURS, required=False)
    words = forms.CharField(
        label=_("Reason"),
        max_length=WORDS_LENGTH,
        help_text=_("The person reads it, except for notes: name the comment and the rule."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Say why: without a reason nothing can be taken, checked or objected to.")
        },
    )

    def clean_lasts(self) -> timedelta | None:
        hours = self.cleaned_data["lasts"]
        return timedelta(hours=int(hours)) if hours else None

    def check_suspension(self) -> None:
        """A suspension ends, and soon enough."""
        lasts = self.cleaned_data.get("lasts")
        if "lasts" in self.cleaned_data and (lasts is None or lasts > LONGEST_SUSPENSION):
            self.add_error("lasts", _("A suspension lasts from one hour to 30 days."))


class MeasureForm(_Lasting):
    """A new measure, as far as the role of ``by`` reaches. ``seen`` says after which decision the form was made."""

    kind = forms.ChoiceField(label=_("What"), widget=forms.RadioSelect)
    section = forms.ChoiceField(label=_("Where"), required=False)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    field_order = ("kind", "lasts", "section", "words")

    def __init__(self, by: User, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, prefix="take", **kwargs)
        kinds = reaching.kinds_for(by)
        self.fields["kind"].choices = [(kind, K(kind).label) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["section"].choices = _sections(by, kinds)  # type: ignore[attr-defined]
        self.by = by

    def kinds(self) -> list[tuple[str, str, str, bool]]:
        """Each kind with what it means, and whether it is chosen."""
        chosen = self["kind"].value() or ""
        choices = self.fields["kind"].choices  # type: ignore[attr-defined]
        return [(kind, str(label), str(MEANINGS[kind]), kind == chosen) for kind, label in choices]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        kind, section = given.get("kind", ""), given.get("section", "")
        if kind == K.SUSPENSION:
            self.check_suspension()
        if kind and "section" in given and not reaching.may_take(self.by, kind, section):
            self.add_error("section", _("Your role does not reach so far; choose a section of yours."))
        return given

    def order(self, comment: Comment | None) -> Order:
        """What a valid form asks for."""
        given = self.cleaned_data
        return Order(given["kind"], given["words"], given["lasts"], given["section"], comment)


class ChangeForm(_Lasting):
    """Another length or reason for a measure that holds, or its end."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, measure: Measure, data: Any = None) -> None:
        super().__init__(data, prefix=f"change-{measure.pk}", initial={"version": measure.version})
        self.measure = measure
        self.fields["lasts"].initial = "" if measure.until is None else "168"

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.measure.kind == K.SUSPENSION and self.data.get("act") != "lift":
            self.check_suspension()
        return given


def _sections(by: User, kinds: list[str]) -> list[tuple[str, Any]]:
    """Where ``by`` may take at least one of the kinds."""
    reaches = [reaching.sections_for(by, kind) for kind in kinds]
    everywhere = None in reaches
    within = frozenset().union(*(reach for reach in reaches if reach is not None))
    whole: list[tuple[str, Any]] = [("", _("On the whole site"))] if everywhere else []
    return whole + [(slug, name) for slug, name in all_sections() if everywhere or slug in within]
