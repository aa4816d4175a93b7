"""What goes along with a step: a reason, a notice, a time in a zone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles.admin.times import ClockField, TimeGroup, WhichField, ZoneField, zone_names, zone_of
from articles.local_times import TwiceThere, instant_of
from articles.models import Revision
from articles.steps import Words
from moderation.errors import NotAllowed

REASON_LENGTH = 2_000


class StepForm(forms.Form):
    """Fields for all steps at once; each reads its own."""

    request_changes_reason = forms.CharField(required=False, max_length=REASON_LENGTH, label=_("Reason"))
    override_reason = forms.CharField(required=False, max_length=REASON_LENGTH, label=_("Reason"))
    withdraw_reason = forms.CharField(
        required=False, max_length=REASON_LENGTH, label=_("Reason, for the record")
    )
    withdraw_notice = forms.CharField(required=False, max_length=REASON_LENGTH, label=_("Notice to readers"))
    publish_at = ClockField(required=False, label=_("Day and time"))
    zone = ZoneField()
    which = WhichField()

    def __init__(self, person: User, data: Any = None, text: Revision | None = None) -> None:
        planned = (text.publish_at, text.publish_zone) if text is not None else (None, "")
        given = TimeGroup.initial(*planned, zone_of(person))
        initial = dict(zip(("publish_at", "zone", "which"), given, strict=True))
        super().__init__(data, prefix="step", initial=initial)
        self.time = TimeGroup(self, "publish_at", "zone", "which")
        for name, field in self.fields.items():
            if name.endswith(("_reason", "_notice")):
                field.widget = forms.Textarea(attrs={"rows": 2})

    @property
    def zones(self) -> list[str]:
        """The names that every field of a zone offers."""
        return zone_names()

    def words(self, step: str) -> Words:
        """What was given for the step. Raises NotAllowed: what was typed cannot be read, or is no time."""
        self.is_valid()
        given = self.cleaned_data
        if step != "schedule":
            return Words(reason=given.get(f"{step}_reason", ""), notice=given.get("withdraw_notice", ""))
        zone = given.get("zone") or ""
        if "publish_at" in self.errors or given["publish_at"] is None:
            raise NotAllowed(_("Say the day and the time at which it is to be published."))
        try:
            return Words(publish_at=instant_of(given["publish_at"], zone, given.get("which", "")), zone=zone)
        except TwiceThere:
            self.time.is_twice = True
            raise
