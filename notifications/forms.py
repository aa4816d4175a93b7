"""The page of preferences: a box for each kind and channel."""

from typing import Any

from django import forms

from accounts.models import User
from notifications import preferring
from notifications.models import Channel


class PreferencesForm(forms.Form):
    """``rows`` has a kind's label with its boxes, in the order of the channels."""

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.kinds = preferring.kinds_for(person)
        off = preferring.unwanted_by(person)
        for kind in self.kinds:
            for channel in Channel:
                self.fields[f"{kind.name}-{channel}"] = forms.BooleanField(
                    required=False, label=channel.label, initial=(kind.name, channel.value) not in off
                )

    @property
    def rows(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [(kind.label, [self[f"{kind.name}-{channel}"] for channel in Channel]) for kind in self.kinds]

    def save(self) -> None:
        """Note each wish that has changed."""
        for kind in self.kinds:
            for channel in Channel:
                field = f"{kind.name}-{channel}"
                if field in self.changed_data:
                    preferring.prefer(self.person, kind.name, channel, self.cleaned_data[field])
