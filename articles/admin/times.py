"""Times as the desk's forms ask for them: a day and a time on the clocks of a named zone, and which of two."""

from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles.local_times import TwiceThere, instant_of
from moderation.errors import NotAllowed

CLOCK = "%Y-%m-%dT%H:%M"
ZONE_LENGTH = 64
WHICH = [("", "—"), ("earlier", _("The earlier one")), ("later", _("The later one"))]


@cache
def zone_names() -> list[str]:
    """Every zone that a person would choose."""
    return ["UTC", *sorted(name for name in available_timezones() if _is_a_place(name))]


def zones() -> list[tuple[str, str]]:
    """The same as choices, the site's first."""
    return [(name, name.replace("_", " ")) for name in [settings.TIME_ZONE, *zone_names()]]


def zone_of(person: User) -> str:
    """The zone in which the person thinks; the site's for who named none."""
    return person.time_zone or settings.TIME_ZONE


def on_the_clock(instant: datetime, zone: str) -> tuple[str, str]:
    """What a clock in the zone shows, as the field holds it, and which of two such times it is, where it exists twice."""
    local = instant.astimezone(ZoneInfo(zone))
    other = local.replace(fold=1 - local.fold)
    is_twice = other.astimezone(UTC) != local.astimezone(UTC)
    return f"{local:%Y-%m-%dT%H:%M}", ("later" if local.fold else "earlier") if is_twice else ""


class ClockField(forms.Field):
    """A day and a time without a zone, as browsers send them; the zone stands in the field beside it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=CLOCK)

    def to_python(self, value: Any) -> datetime | None:
        """Raises ValidationError where it cannot be read."""
        if not value:
            return None
        try:
            return datetime.fromisoformat(str(value).strip()).replace(tzinfo=None, second=0, microsecond=0)
        except ValueError:
            raise ValidationError(_("Write a day and a time, such as 2031-05-04 06:30.")) from None


class ZoneField(forms.CharField):
    """The name of a zone, with every name offered (``templates/articles/_zones.html``)."""

    def __init__(self, label: Any = "") -> None:
        widget = forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "spellcheck": "false"})
        super().__init__(label=label or _("Time zone"), required=False, max_length=ZONE_LENGTH, widget=widget)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace(" ", "_")


class WhichField(forms.ChoiceField):
    """Which of two times that a clock shows on the day on which it goes back."""

    def __init__(self) -> None:
        super().__init__(label=_("Which of the two"), required=False, choices=WHICH)


class TimeGroup:
    """Three fields of a form that make one instant: the clock, its zone, and which of two."""

    def __init__(self, form: forms.Form, clock: str, zone: str, which: str) -> None:
        self._form, self._names = form, (clock, zone, which)
        self.is_twice = False  # whether the form must ask which of the two

    @staticmethod
    def initial(instant: datetime | None, zone: str, default: str) -> tuple[str, str, str]:
        """What the three fields show of a stored instant: on the clock of the zone in which it was chosen."""
        if instant is None:
            return "", default, ""
        zone = zone or settings.TIME_ZONE
        clock, which = on_the_clock(instant, zone)
        return clock, zone, which

    @property
    def clock(self) -> forms.BoundField:
        return self._form[self._names[0]]

    @property
    def zone(self) -> forms.BoundField:
        return self._form[self._names[1]]

    @property
    def which(self) -> forms.BoundField | None:
        """The question which of the two, where there is one to ask or one was answered."""
        field = self._form[self._names[2]]
        return field if self.is_twice or field.value() else None

    @property
    def is_touched(self) -> bool:
        """Whether another time is asked for than the form was made with."""
        asked = [self._form.cleaned_data.get(name) or "" for name in self._names]
        if isinstance(asked[0], datetime):
            asked[0] = asked[0].strftime(CLOCK)
        return asked != [self._form.initial.get(name) or "" for name in self._names]

    def instant(self) -> datetime | None:
        """The instant that was asked for; what is wrong stands at its field, and the answer is None."""
        local, zone, which = (self._form.cleaned_data.get(name) for name in self._names)
        if local is None:
            return None
        try:
            return instant_of(local, zone or "", which or "")
        except TwiceThere as twice:
            self.is_twice = True
            self._form.add_error(self._names[0], str(twice))
        except NotAllowed as refusal:
            is_place = (zone or "") in {*zone_names(), settings.TIME_ZONE}
            self._form.add_error(self._names[0 if is_place else 1], str(refusal))
        return None


def _is_a_place(name: str) -> bool:
    return "/" in name and not name.startswith(("Etc/", "posix/", "right/", "SystemV/"))
