"""The form of one assignment: what, where, who, until when."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.backends import people_with
from accounts.models import User
from articles.admin.filing_form import open_sections
from articles.admin.times import ClockField, TimeGroup, WhichField, ZoneField, zone_names, zone_of
from articles.assigning import ASSIGN, Work
from articles.models import Assignment, Section
from articles.models.assignment import TITLE_LENGTH

WRITE = "articles.write_revision"


class AssignmentForm(forms.Form):
    """Without an assignee it is an idea that somebody may take on."""

    title = forms.CharField(label=_("What is to be written"), max_length=TITLE_LENGTH)
    section = forms.ModelChoiceField(Section.objects.none(), label=_("Section"), empty_label=None)
    assignee = forms.ModelChoiceField(
        User.objects.none(), label=_("For"), required=False, empty_label=_("Nobody yet")
    )
    due_at = ClockField(label=_("Due"), required=False)
    zone = ZoneField()
    which = WhichField()
    brief = forms.CharField(
        label=_("Brief"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, person: User, data: Any = None, assignment: Assignment | None = None, **initial: Any
    ) -> None:
        given = initial if assignment is None else _given(assignment)
        planned = (assignment.due_at, assignment.due_zone) if assignment is not None else (None, "")
        times = zip(("due_at", "zone", "which"), TimeGroup.initial(*planned, zone_of(person)), strict=True)
        super().__init__(data, initial={**given, **dict(times)})
        self.time = TimeGroup(self, "due_at", "zone", "which")
        self.fields["section"].queryset = open_sections(person, ASSIGN)  # type: ignore[attr-defined]
        writers = [somebody.pk for somebody in people_with(WRITE)]
        self.fields["assignee"].queryset = User.objects.filter(pk__in=writers).order_by("display_name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The instant that was meant, and whether the person may write there."""
        given = super().clean() or self.cleaned_data
        who, where = given.get("assignee"), given.get("section")
        if who and where and not who.has_perm(WRITE, where):
            self.add_error(
                "assignee",
                _("%(who)s may not write in the section “%(section)s”.") % {"who": who, "section": where},
            )
        given["instant"] = self.time.instant()
        return given

    @property
    def zones(self) -> list[str]:
        """The names that the field of the zone offers."""
        return zone_names()

    def work(self) -> Work:
        """What was given out."""
        given = self.cleaned_data
        return Work(
            title=given["title"],
            section=given["section"],
            assignee=given["assignee"],
            due_at=given["instant"],
            due_zone=given["zone"] if given["instant"] else "",
            brief=given["brief"],
        )


def _given(assignment: Assignment) -> dict[str, Any]:
    return {
        "title": assignment.title,
        "section": assignment.section_id,
        "assignee": assignment.assignee_id,
        "brief": assignment.brief,
        "version": assignment.version,
    }
