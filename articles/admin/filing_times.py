"""The times of a filing: embargo and expiry, each with its zone, and the day to look again."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles.admin.times import ClockField, TimeGroup, WhichField, ZoneField, zone_of
from articles.filing import Filing

INSTANTS = {"embargo": "embargo_until", "expires": "expires_at"}


class FilingTimes(forms.Form):
    """Fields that the filing form inherits; an instant that nobody touched stays what it was, to the second."""

    embargo_until = ClockField(label=gettext_lazy("Embargo until"), required=False)
    embargo_zone = ZoneField(gettext_lazy("Time zone of the embargo"))
    embargo_which = WhichField()
    expires_at = ClockField(
        label=gettext_lazy("Expires"),
        required=False,
        help_text=gettext_lazy("From then on readers no longer find it. Empty: never."),
    )
    expires_zone = ZoneField(gettext_lazy("Time zone of the end"))
    expires_which = WhichField()
    review_on = forms.DateField(
        label=gettext_lazy("Look again on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("When somebody should see whether it still holds."),
    )

    @staticmethod
    def initial_times(filing: Filing, person: User) -> dict[str, Any]:
        """What the fields show of a filing."""
        found: dict[str, Any] = {}
        for name, column in INSTANTS.items():
            given = TimeGroup.initial(
                getattr(filing, column), getattr(filing, f"{name}_zone"), zone_of(person)
            )
            found |= dict(zip((column, f"{name}_zone", f"{name}_which"), given, strict=True))
        return found

    @property
    def times(self) -> list[TimeGroup]:
        """The embargo and the expiry, for the page."""
        return [self._embargo, self._expiry]

    def clean(self) -> dict[str, Any]:
        """What was asked for as instants, in ``cleaned_data["instants"]``; new ones must lie ahead and in order."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        stored: dict[str, datetime | None] = self.stored
        instants: dict[str, tuple[datetime | None, str]] = {}
        for (name, column), group in zip(INSTANTS.items(), self.times, strict=True):
            zone = str(cleaned.get(f"{name}_zone") or "")
            if column in self.errors or not group.is_touched:
                instants[name] = (stored[column], self.stored_zones[name])
                continue
            instant = group.instant()
            instants[name] = (instant, zone if instant else "")
            if instant is not None and instant <= timezone.now():
                self.add_error(column, self._is_past(name))
        embargo, end = instants["embargo"][0], instants["expires"][0]
        if embargo and end and end <= embargo and not {"embargo_until", "expires_at"} & set(self.errors):
            self.add_error("expires_at", _("It would expire before its embargo ends; choose a later time."))
        cleaned["instants"] = instants
        return cleaned

    def keep(self, filing: Filing) -> None:
        """Remember what the form was made from, and bind the groups to their fields."""
        self.stored = {column: getattr(filing, column) for column in INSTANTS.values()}
        self.stored_zones = {name: getattr(filing, f"{name}_zone") for name in INSTANTS}
        self._embargo = TimeGroup(self, "embargo_until", "embargo_zone", "embargo_which")
        self._expiry = TimeGroup(self, "expires_at", "expires_zone", "expires_which")

    def asked_times(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """The times of the filing that is asked for; takes the form's own fields out of ``cleaned``."""
        found: dict[str, Any] = {}
        instants = cleaned.pop("instants")
        for name, column in INSTANTS.items():
            found[column], found[f"{name}_zone"] = instants[name]
            for field in (column, f"{name}_zone", f"{name}_which"):
                cleaned.pop(field, None)
        return found

    def _is_past(self, name: str) -> str:
        if name == "embargo":
            return _("This time has passed. Leave it empty, or choose a later one.")
        return _("This time has passed. Choose a later one; to take the article off now, withdraw it.")
