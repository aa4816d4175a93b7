"""What goes along with a step: a reason, a notice, a time in a zone."""

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles.local_times import TwiceThere, instant_of
from articles.steps import Words
from moderation.errors import NotAllowed

REASON_LENGTH = 2_000
CLOCK = "%Y-%m-%dT%H:%M"


def zones() -> list[tuple[str, str]]:
    """Every zone that a person would choose, the site's first."""
    names = sorted(
        name
        for name in available_timezones()
        if "/" in name and not name.startswith(("Etc/", "posix/", "right/", "SystemV/"))
    )
    return [(name, name.replace("_", " ")) for name in [settings.TIME_ZONE, "UTC", *names]]


class StepForm(forms.Form):
    """Fields for all steps at once; each reads its own."""

    request_changes_reason = forms.CharField(required=False, max_length=REASON_LENGTH, label=_("Reason"))
    override_reason = forms.CharField(required=False, max_length=REASON_LENGTH, label=_("Reason"))
    withdraw_reason = forms.CharField(
        required=False, max_length=REASON_LENGTH, label=_("Reason, for the record")
    )
    withdraw_notice = forms.CharField(required=False, max_length=REASON_LENGTH, label=_("Notice to readers"))
    publish_at = forms.DateTimeField(
        required=False,
        label=_("Day and time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=CLOCK),
    )
    zone = forms.ChoiceField(required=False, label=_("Time zone"))
    which = forms.ChoiceField(
        required=False,
        label=_("Which of the two"),
        choices=[("", "—"), ("earlier", _("The earlier one")), ("later", _("The later one"))],
    )

    def __init__(self, person: User, data: Any = None) -> None:
        super().__init__(data, prefix="step", initial={"zone": person.time_zone or settings.TIME_ZONE})
        self.twice = False
        self.fields["zone"].choices = zones()  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            if name.endswith(("_reason", "_notice")):
                field.widget = forms.Textarea(attrs={"rows": 2})

    def words(self, step: str) -> Words:
        """What was given for the step. Raises NotAllowed: what was typed cannot be read, or is no time."""
        self.is_valid()
        given = self.cleaned_data
        if step != "schedule":
            return Words(reason=given.get(f"{step}_reason", ""), notice=given.get("withdraw_notice", ""))
        local = _typed(self.data.get(self.add_prefix("publish_at"), ""))
        zone = given.get("zone") or settings.TIME_ZONE
        try:
            return Words(publish_at=instant_of(local, zone, given.get("which", "")), zone=zone)
        except TwiceThere:
            self.twice = True
            raise


def _typed(words: str) -> datetime:
    """A time without a zone, as browsers send it."""
    try:
        return datetime.fromisoformat(words.strip()).replace(tzinfo=None)
    except ValueError:
        raise NotAllowed(_("Say the day and the time at which it is to be published.")) from None
