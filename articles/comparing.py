"""What changed between two texts: paragraph by paragraph, and word by word inside a paragraph that was rewritten."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format

from articles.aligning import Purse, align, share_of_same
from articles.digest import PRINTED
from articles.models import Image, Revision
from common.html import plain_text

SAME, ADDED, REMOVED = "same", "added", "removed"
# Paragraphs that share less are printed as one removed and one added: word by word they would be confetti.
LIKE_ENOUGH = 0.4
# As they stand on the page; the kind of change and its note come with publishing.
FIELDS = (
    "headline",
    "short_headline",
    "seo_title",
    "standfirst",
    "dateline_place",
    "dateline_date",
    "credit",
    "lead_image",
    "body",
    "change",
    "change_note",
)
# What a publication says of itself is no difference between two texts of different publications.
_OF_PUBLISHING = ("change", "change_note")
_BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|blockquote|figcaption|pre|tr|dt|dd)>", re.I)
LABELS = {field.name: field.verbose_name for field in Revision._meta.fields}


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stayed, came or went."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the comparison."""

    runs: tuple[Run, ...]

    @property
    def is_changed(self) -> bool:
        return any(run.kind != SAME for run in self.runs)

    @property
    def before(self) -> tuple[Run, ...]:
        """What stood there: for the left of two columns."""
        return tuple(run for run in self.runs if run.kind != ADDED)

    @property
    def after(self) -> tuple[Run, ...]:
        """What stands there: for the right of two columns."""
        return tuple(run for run in self.runs if run.kind != REMOVED)


@dataclass(frozen=True, slots=True)
class Field:
    """One printed field that differs, or the text. A lead picture that changed is there with both files."""

    label: str
    lines: tuple[Line, ...]
    name: str = ""
    pictures: tuple[Image | None, Image | None] | None = None


def compare(before: Revision, after: Revision) -> list[Field]:
    """Every printed field in which the two texts differ, save what a publication says of itself. No query where the
    pictures are read."""
    known = {text.lead_image_id: text.lead_image for text in (before, after) if text.lead_image is not None}
    found = compare_values(_values(before), _values(after), pictures=known)
    return [field for field in found if field.name not in _OF_PUBLISHING]


def compare_values(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    purse: Purse | None = None,
    pictures: Mapping[int | None, Image] | None = None,
) -> list[Field]:
    """Every printed field in which two texts differ, as ``articles.saving.printed`` gives them. One query for pictures
    that are not given.

    The time is bounded: what a comparison word by word would cost too much is shown as one removed and one added.
    """
    purse = purse or Purse()
    if pictures is None:
        pictures = Image.objects.in_bulk({text["lead_image_id"] for text in (before, after)} - {None})
    fields = []
    for name in FIELDS:
        pair = None
        if name == "lead_image":
            old, new = (pictures.get(text["lead_image_id"]) for text in (before, after))
            pair = (old, new) if old != new else None
            lines = _lines([str(old)] if old else [], [str(new)] if new else [], purse)
        elif name == "body":
            lines = _lines(paragraphs(before["body"]), paragraphs(after["body"]), purse)
        else:
            lines = _lines(_words(name, before.get(name)), _words(name, after.get(name)), purse)
        if pair or any(line.is_changed for line in lines):
            fields.append(Field(str(LABELS[name]), lines, name, pair))
    return fields


def compare_lines(before: list[str], after: list[str]) -> tuple[Line, ...]:
    """What changed between two plain texts, given as lines, in bounded time."""
    return _lines(before, after, Purse())


def paragraphs(html: str) -> list[str]:
    """The words of each block of the text."""
    return [words for part in _BLOCK_END.split(html) if (words := plain_text(part))]


def _values(revision: Revision) -> dict[str, Any]:
    return {name: getattr(revision, name) for name in PRINTED}


def _words(name: str, value: Any) -> list[str]:
    if not value:
        return []
    if name == "change":
        return [str(Revision.Change(value).label)]
    if name == "dateline_date":
        day = value if isinstance(value, date) else date.fromisoformat(value)
        return [date_format(day, "DATE_FORMAT")]
    return str(value).splitlines()


def _lines(before: list[str], after: list[str], purse: Purse) -> tuple[Line, ...]:
    return tuple(_paired(before, after, purse))


def _paired(before: list[str], after: list[str], purse: Purse) -> Iterator[Line]:
    for part in align(before, after, purse):
        old, new = before[part.a : part.b], after[part.c : part.d]
        if part.is_same:
            yield from (Line((Run(SAME, words),)) for words in old)
            continue
        for left, right in zip(old, new, strict=False):
            yield from _rewritten(left, right, purse)
        yield from (Line((Run(REMOVED, words),)) for words in old[len(new) :])
        yield from (Line((Run(ADDED, words),)) for words in new[len(old) :])


def _rewritten(before: str, after: str, purse: Purse) -> Iterator[Line]:
    old, new = before.split(), after.split()
    parts = align(old, new, purse)
    if share_of_same(parts) < LIKE_ENOUGH:
        yield Line((Run(REMOVED, before),))
        yield Line((Run(ADDED, after),))
        return
    runs = []
    for part in parts:
        if part.is_same:
            runs.append(Run(SAME, " ".join(old[part.a : part.b])))
        else:
            runs += [Run(REMOVED, " ".join(old[part.a : part.b]))] * (part.b > part.a)
            runs += [Run(ADDED, " ".join(new[part.c : part.d]))] * (part.d > part.c)
    yield Line(tuple(runs))
