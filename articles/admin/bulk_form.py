"""What is to be done with the chosen articles: the act, and only the fields that it needs."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.backends import people_with
from accounts.models import User
from articles.admin.filing_form import open_sections
from articles.admin.step_form import REASON_LENGTH
from articles.admin.times import ClockField, TimeGroup, WhichField, ZoneField, zone_names, zone_of
from articles.bulk import Order
from articles.models import CommentsMode, Section
from articles.steps import Words

# The act, what it is called, whom it is offered to, the fields that it needs.
ACTS: tuple[tuple[str, Any, str, tuple[str, ...]], ...] = (
    ("submit", _("Submit for review"), "articles.submit_revision", ()),
    ("approve", _("Approve"), "articles.approve_revision", ()),
    ("request_changes", _("Request changes"), "articles.request_changes", ("reason",)),
    ("schedule", _("Schedule"), "articles.schedule_revision", ("at", "zone", "which")),
    ("unschedule", _("Take off the schedule"), "articles.schedule_revision", ()),
    ("publish", _("Publish now"), "articles.publish_revision", ()),
    (
        "assign",
        _("Assign to somebody"),
        "articles.assign_work",
        ("assignee", "at", "zone", "which", "reason"),
    ),
    ("move", _("Move to a section"), "articles.write_revision", ("section",)),
    ("add_tag", _("Add a tag"), "articles.write_revision", ("tag",)),
    ("remove_tag", _("Remove a tag"), "articles.write_revision", ("tag",)),
    ("comments", _("Set how comments are taken"), "articles.set_article_talk", ("comments_mode", "reason")),
)
OPTIONAL = {("assign", "at"), ("assign", "reason")}
MAY_BE_EMPTY = ("zone", "which", "comments_mode")


def acts_for(person: User) -> list[tuple[str, Any]]:
    """What the list offers to this person."""
    return [(name, label) for name, label, permission, _fields in ACTS if person.has_perm(permission)]


class BulkForm(forms.Form):
    """``do`` is chosen in the list; here come the words that go along with it."""

    do = forms.ChoiceField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )
    section = forms.ModelChoiceField(Section.objects.none(), label=_("Section"), empty_label=None)
    tag = forms.CharField(label=_("Tag"), max_length=100)
    comments_mode = forms.ChoiceField(
        label=_("Comments"), choices=[("", _("As the section says")), *CommentsMode.choices]
    )
    assignee = forms.ModelChoiceField(User.objects.none(), label=_("For"), empty_label=None)
    at = ClockField(label=_("Day and time"))
    zone = ZoneField()
    which = WhichField()

    def __init__(self, person: User, data: Any) -> None:
        initial = {"zone": zone_of(person), "do": data.get("do", "")}
        super().__init__(data if "sent" in data else None, initial=initial)
        self.act = str(data.get("do", ""))
        known = {name: (label, fields) for name, label, _permission, fields in ACTS}
        self.label, wanted = known.get(self.act, ("", ()))
        self.fields["do"].choices = acts_for(person)  # type: ignore[attr-defined]
        self.fields["section"].queryset = open_sections(person, "articles.write_revision")  # type: ignore[attr-defined]
        writers = [somebody.pk for somebody in people_with("articles.write_revision")]
        self.fields["assignee"].queryset = User.objects.filter(pk__in=writers).order_by("display_name")  # type: ignore[attr-defined]
        if self.act == "assign":
            self.fields["at"].label, self.fields["reason"].label = _("Due"), _("Brief")
        for name in [name for name in self.fields if name != "do" and name not in wanted]:
            del self.fields[name]
        for name in wanted:
            self.fields[name].required = name not in MAY_BE_EMPTY and (self.act, name) not in OPTIONAL
        self.time = TimeGroup(self, "at", "zone", "which") if "at" in wanted else None
        self.instant: datetime | None = None

    @property
    def needs_words(self) -> bool:
        """Whether there is anything to fill in."""
        return len(self.fields) > 1

    def clean(self) -> dict[str, Any]:
        """The instant that was meant; one that does not exist, or exists twice, is refused at its field."""
        given = super().clean() or self.cleaned_data
        self.instant = self.time.instant() if self.time else None
        return given

    @property
    def zones(self) -> list[str]:
        """The names that the field of the zone offers."""
        return zone_names()

    def order(self) -> Order:
        """What was asked for."""
        given = self.cleaned_data
        zone = given.get("zone", "") if self.instant else ""
        words = Words(reason=given.get("reason", ""), publish_at=self.instant, zone=zone)
        return Order(
            self.act,
            words,
            given.get("section"),
            " ".join(given.get("tag", "").split()),
            given.get("comments_mode", ""),
            given.get("assignee"),
            self.instant,
            zone,
        )
