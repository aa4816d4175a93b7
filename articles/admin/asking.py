"""Putting to the writer what two people changed at once: base, theirs and mine side by side, each with its choice."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from articles.admin.text_form import TextForm
from articles.comparing import LABELS
from articles.joining import Overlapping
from articles.merging import Overlap
from articles.models import Image, Revision
from articles.saving import fields_of

CHOICES = {"mine": _("Keep mine"), "theirs": _("Take theirs"), "both": _("Both, theirs first")}


@dataclass(frozen=True, slots=True)
class Item:
    """One overlap as the page shows it."""

    name: str  # of the radio buttons
    label: str
    is_body: bool
    base: str
    theirs: str
    mine: str
    choices: tuple[tuple[str, str], ...]


class Question:
    """All that is to be decided before the words can be saved, as numbered choices."""

    def __init__(self, overlapping: Overlapping, others: list[str]) -> None:
        self.others = others
        self.seen = overlapping.object.version
        self.overlaps = overlapping.merged.overlaps
        self.items = [_item(number, overlap) for number, overlap in enumerate(self.overlaps)]

    def as_json(self) -> list[dict[str, Any]]:
        """For programs: field, base, mine and theirs of each overlap."""
        return [
            {
                "name": item.name,
                "field": one.field,
                "base": one.base,
                "mine": one.mine,
                "theirs": one.theirs,
                "choices": one.choices,
            }
            for item, one in zip(self.items, self.overlaps, strict=True)
        ]


class CarriedForm(TextForm):
    """The text form as hidden inputs: what was typed, and what the page was made from."""

    def inputs(self) -> SafeString:
        """Every field that a save needs; a picture that was sent is stored already."""
        fields = [self[name] for name in self.fields if name != "picture"]
        return mark_safe("".join(field.as_hidden() + field.as_hidden(only_initial=True) for field in fields))  # noqa: S308 — two rendered widgets


def carried(form: TextForm, overlapping: Overlapping, current: Revision) -> CarriedForm:
    """The form that sends the person's whole text, made from the base of the question, once more."""
    data = cast(QueryDict, form.data).copy()
    for words, key in ((overlapping.mine, "html_name"), (overlapping.base.text, "html_initial_name")):
        for name, value in fields_of(words).items():
            field = form[name.removesuffix("_id")]
            data[getattr(field, key)] = "" if value is None else str(value)
    again = CarriedForm(data, instance=current)
    again.is_valid()
    return again


def _item(number: int, overlap: Overlap) -> Item:
    label = str(LABELS[overlap.field.removesuffix("_id")])
    base, theirs, mine = (
        _words(overlap.field, side) for side in (overlap.base, overlap.theirs, overlap.mine)
    )
    choices = tuple((choice, str(CHOICES[choice])) for choice in overlap.choices)
    return Item(f"join-{number}", label, overlap.field == "body", base, theirs, mine, choices)


def _words(field: str, value: Any) -> str:
    if field == "lead_image_id" and value:
        return str(Image.objects.filter(pk=value).first() or "")
    if field == "change":
        return str(dict(Revision.Change.choices).get(value, value))
    return str(value or "")
