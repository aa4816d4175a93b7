"""The matrix of roles and sections: as a field of a form, and as rows for the page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.granting import Place
from accounts.roles import Role
from accounts.sections import all_sections

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What each role may do, for the person who gives it. accounts.roles is the rule; this is its summary.
MAY: dict[Role, "StrOrPromise"] = {
    Role.REPORTER: _("Write drafts, and send their own to be reviewed."),
    Role.EDITOR: _("Edit every draft, ask for changes and approve; decide on the wire."),
    Role.PUBLISHER: _(
        "All that editors do; schedule, publish, correct and withdraw; approve alone with a reason."
    ),
    Role.MODERATOR: _("Decide on readers' comments and reports."),
    Role.ADMINISTRATOR: _("Everything, everywhere: people and their roles too."),
}
# Who gives roles does so for the whole house.
UNDIVIDED = {Role.ADMINISTRATOR}


@dataclass(frozen=True, slots=True)
class Cell:
    """One box to tick; ``value`` is empty where the role is not divided by sections."""

    value: str
    label: "StrOrPromise"
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One role."""

    role: Role
    may: "StrOrPromise"
    cells: tuple[Cell, ...]


def written(place: Place) -> str:
    """A place as the form's value."""
    role, section = place
    return f"{role.value}:{section}"


def read(values: Iterable[str]) -> set[Place]:
    """The form's values as places. A role everywhere makes the same role in single sections idle: they are left out."""
    places = {(Role(role), section) for role, _sign, section in (value.partition(":") for value in values)}
    return {(role, section) for role, section in places if not section or (role, "") not in places}


def columns(held: Iterable[str] = ()) -> list[tuple[str, "StrOrPromise"]]:
    """The whole house, then its sections; one that is gone stays as long as somebody holds a role in it."""
    known = all_sections()
    gone = {value.partition(":")[2] for value in held} - {""} - {slug for slug, _name in known}
    return [("", _("All sections")), *known, *((slug, slug) for slug in sorted(gone))]


def rows(ticked: Iterable[str]) -> list[Row]:
    """The matrix with these boxes ticked."""
    ticked = set(ticked)
    found = columns(ticked)
    return [Row(role, MAY[role], tuple(_cells(role, found, ticked))) for role in Role]


def _cells(role: Role, found: list[tuple[str, "StrOrPromise"]], ticked: set[str]) -> Iterator[Cell]:
    for slug, name in found:
        value = written((role, slug))
        yield Cell("" if slug and role in UNDIVIDED else value, name, value in ticked)


class PlacesField(forms.MultipleChoiceField):
    """Which boxes of the matrix are ticked; cleaned to places."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=self._values, required=False, label=_("Roles"), **kwargs)

    def _values(self) -> list[tuple[str, str]]:
        held = self.initial or ()
        return [(cell.value, cell.value) for row in rows(held) for cell in row.cells if cell.value]

    def clean(self, value: object) -> set[Place]:
        return read(super().clean(value))
