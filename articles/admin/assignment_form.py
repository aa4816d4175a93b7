"""The form of one assignment: what, where, who, until when."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.backends import people_with
from accounts.models import User
from articles.admin.filing_form import open_sections
from articles.admin.step_form import CLOCK, zones
from articles.assigning import ASSIGN, Work
from articles.local_times import TwiceThere, instant_of
from articles.models import Assignment, Section
from articles.models.assignment import TITLE_LENGTH
from moderation.errors import NotAllowed

WRITE = "articles.write_revision"


class AssignmentForm(forms.Form):
    """Without an assignee it is an idea that somebody may take on."""

    title = forms.CharField(label=_("What is to be written"), max_length=TITLE_LENGTH)
    section = forms.ModelChoiceField(Section.objects.none(), label=_("Section"), empty_label=None)
    assignee = forms.ModelChoiceField(
        User.objects.none(), label=_("For"), required=False, empty_label=_("Nobody yet")
    )
    # Not a DateTimeField, which would read the time on the site's clock before the zone is known.
    due_at = forms.CharField(
        label=_("Due"),
        required=False,
        max_length=32,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=CLOCK),
    )
    zone = forms.ChoiceField(label=_("Time zone"), required=False)
    which = forms.ChoiceField(
        required=False,
        label=_("Which of the two"),
        choices=[("", "—"), ("earlier", _("The earlier one")), ("later", _("The later one"))],
    )
    brief = forms.CharField(
        label=_("Brief"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, person: User, data: Any = None, assignment: Assignment | None = None, **initial: Any
    ) -> None:
        zone = person.time_zone or settings.TIME_ZONE
        given = {"zone": zone, **initial} if assignment is None else _given(assignment, zone)
        super().__init__(data, initial=given)
        self.twice = False
        self.fields["section"].queryset = open_sections(person, ASSIGN)  # type: ignore[attr-defined]
        writers = [somebody.pk for somebody in people_with(WRITE)]
        self.fields["assignee"].queryset = User.objects.filter(pk__in=writers).order_by("display_name")  # type: ignore[attr-defined]
        self.fields["zone"].choices = zones()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The instant that was meant, and whether the person may write there."""
        given = super().clean() or self.cleaned_data
        who, where = given.get("assignee"), given.get("section")
        if who and where and not who.has_perm(WRITE, where):
            self.add_error(
                "assignee",
                _("%(who)s may not write in the section “%(section)s”.") % {"who": who, "section": where},
            )
        given["instant"] = self._instant(given)
        return given

    def work(self) -> Work:
        """What was given out."""
        given = self.cleaned_data
        return Work(
            title=given["title"],
            section=given["section"],
            assignee=given["assignee"],
            due_at=given["instant"],
            due_zone=given["zone"] or settings.TIME_ZONE if given["instant"] else "",
            brief=given["brief"],
        )

    def _instant(self, given: dict[str, Any]) -> datetime | None:
        typed = str(self.data.get(self.add_prefix("due_at"), "")).strip()
        if not typed or "due_at" in self.errors:
            return None
        try:
            local = datetime.fromisoformat(typed).replace(tzinfo=None)
            return instant_of(local, given.get("zone") or settings.TIME_ZONE, given.get("which", ""))
        except TwiceThere as refusal:
            self.twice = True
            self.add_error("due_at", str(refusal))
        except NotAllowed as refusal:
            self.add_error("due_at", str(refusal))
        except ValueError:
            self.add_error("due_at", _("Write the day and the time as 2026-03-29T14:30."))
        return None


def _given(assignment: Assignment, zone: str) -> dict[str, Any]:
    local = assignment.due_on_its_clock
    return {
        "title": assignment.title,
        "section": assignment.section_id,
        "assignee": assignment.assignee_id,
        "due_at": local.strftime(CLOCK) if local else "",
        "zone": assignment.due_zone or zone,
        "brief": assignment.brief,
        "version": assignment.version,
    }
