"""The page of preferences: how each kind is told by each channel, and the person's quiet hours."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from notifications import preferring
from notifications.models import Channel, How, Timetable


@dataclass(frozen=True, slots=True)
class Row:
    """One kind: its name, and its fields by mail and on the site."""

    label: Any
    is_urgent: bool
    mail: forms.BoundField
    site: forms.BoundField


class TimetableForm(forms.ModelForm):
    """Quiet hours and the time of the daily mail."""

    class Meta:
        model = Timetable
        fields = ("quiet_from", "quiet_until", "digest_at")
        widgets = {
            name: forms.TimeInput({"type": "time"}, "%H:%M")
            for name in ("quiet_from", "quiet_until", "digest_at")
        }

    def clean(self) -> dict[str, Any]:
        """Both ends or none."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        begin, end = values.get("quiet_from"), values.get("quiet_until")
        missing = "quiet_until" if begin and not end else "quiet_from" if end and not begin else ""
        if missing and missing not in self.errors:
            self.add_error(missing, _("Give both times, or leave both empty."))
        if begin and begin == end:
            self.add_error("quiet_until", _("Quiet hours end at another time than they begin."))
        return values


class PreferencesForm(forms.Form):
    """``groups`` has the kinds of the desk and those of readers, each kind with its fields."""

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.kinds = preferring.kinds_for(person)
        wishes = preferring.wishes_of(person)
        times = preferring.timetable_of(person)
        self.times = TimetableForm(args[0] if args else None, instance=times)
        for kind in self.kinds:
            self.fields[f"{kind.name}-{Channel.EMAIL}"] = forms.ChoiceField(
                label=Channel.EMAIL.label,
                # What is urgent never waits for a bundle.
                choices=[c for c in How.choices if not kind.is_urgent or c[0] in (How.AT_ONCE, How.OFF)],
                initial=wishes[kind.name, Channel.EMAIL],
            )
            self.fields[f"{kind.name}-{Channel.SITE}"] = forms.BooleanField(
                required=False,
                label=Channel.SITE.label,
                initial=wishes[kind.name, Channel.SITE] != How.OFF,
            )

    @property
    def groups(self) -> list[tuple[Any, list[Row]]]:
        named: list[tuple[Any, list[Row]]] = [
            (gettext_lazy("At the desk"), self._rows(is_staff=True)),
            (gettext_lazy("As a reader"), self._rows(is_staff=False)),
        ]
        return [(heading, rows) for heading, rows in named if rows]

    def is_valid(self) -> bool:
        """Both parts are looked at, so that every error shows at once."""
        return all([super().is_valid(), self.times.is_valid()])

    def save(self) -> None:
        """Note each wish that has changed."""
        for kind in self.kinds:
            for channel in Channel:
                field = f"{kind.name}-{channel}"
                if field in self.changed_data:
                    preferring.prefer(self.person, kind.name, channel, self._how(field))
        if self.times.has_changed():
            self.times.save()
            preferring.look_again(self.person, timezone.now())

    def _how(self, field: str) -> How:
        value = self.cleaned_data[field]
        return How(value) if isinstance(value, str) else How.AT_ONCE if value else How.OFF

    def _rows(self, *, is_staff: bool) -> list[Row]:
        return [
            Row(
                kind.label,
                kind.is_urgent,
                self[f"{kind.name}-{Channel.EMAIL}"],
                self[f"{kind.name}-{Channel.SITE}"],
            )
            for kind in self.kinds
            if kind.is_staff == is_staff
        ]
