"""The forms of the pages about people."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.naming import tidy
from accounts.placing import PlacesField, Row, rows, written
from accounts.roles import Role


class _WithPlaces(forms.Form):
    """A form with the matrix of roles in it."""

    def matrix(self) -> list[Row]:
        """The rows, ticked as typed or as they stand."""
        return rows(self["places"].value() or ())


class InvitationForm(_WithPlaces):
    """Whom to ask, and for what."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    display_name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("As it stands under their articles.")
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)
    places = PlacesField()

    def clean_display_name(self) -> str:
        return tidy(self.cleaned_data["display_name"])


class PersonForm(_WithPlaces):
    """Name, address and roles of somebody who is here."""

    display_name = forms.CharField(label=_("Name"), max_length=60)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    places = PlacesField()

    def __init__(self, person: User, data: Any = None) -> None:
        held = [written((Role(row.role), row.section)) for row in person.memberships.all()]
        initial = {"display_name": person.display_name, "email": person.email, "places": held}
        super().__init__(data, initial=initial)
        self.fields["places"].initial = held
        self.person = person

    def clean_display_name(self) -> str:
        return tidy(self.cleaned_data["display_name"])

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.person.pk).exists():
            raise forms.ValidationError(_("Somebody has this address already."))
        return email
