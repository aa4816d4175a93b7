"""What changed between two texts: paragraph by paragraph, and word by word inside a paragraph that was rewritten."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from articles.models import Revision
from common.html import plain_text

SAME, ADDED, REMOVED = "same", "added", "removed"
# Paragraphs that share less are printed as one removed and one added: word by word they would be confetti.
LIKE_ENOUGH = 0.4
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


@dataclass(frozen=True, slots=True)
class Field:
    """One printed field that differs, or the text."""

    label: str
    lines: tuple[Line, ...]


def compare(before: Revision, after: Revision) -> list[Field]:
    """Every printed field in which the two texts differ."""
    found = []
    for name in ("headline", "short_headline", "standfirst", "dateline_place", "dateline_date", "credit"):
        old, new = (str(getattr(text, name) or "") for text in (before, after))
        found.append((name, _lines([old] if old else [], [new] if new else [])))
    pictures = [str(text.lead_image or "") for text in (before, after)]
    found.append(("lead_image", _lines(*[[words] if words else [] for words in pictures])))
    found.append(("body", _lines(paragraphs(before.body), paragraphs(after.body))))
    return [
        Field(str(LABELS[name]), lines) for name, lines in found if any(line.is_changed for line in lines)
    ]


def paragraphs(html: str) -> list[str]:
    """The words of each block of the text."""
    return [words for part in _BLOCK_END.split(html) if (words := plain_text(part))]


def _lines(before: list[str], after: list[str]) -> tuple[Line, ...]:
    return tuple(_paired(before, after))


def _paired(before: list[str], after: list[str]) -> Iterator[Line]:
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Line((Run(SAME, words),)) for words in before[a:b])
            continue
        old, new = before[a:b], after[c:d]
        for left, right in zip(old, new, strict=False):
            yield from _rewritten(left, right)
        yield from (Line((Run(REMOVED, words),)) for words in old[len(new) :])
        yield from (Line((Run(ADDED, words),)) for words in new[len(old) :])


def _rewritten(before: str, after: str) -> Iterator[Line]:
    old, new = before.split(), after.split()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < LIKE_ENOUGH:
        yield Line((Run(REMOVED, before),))
        yield Line((Run(ADDED, after),))
        return
    runs = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            runs.append(Run(SAME, " ".join(old[a:b])))
        else:
            runs += [Run(REMOVED, " ".join(old[a:b]))] * (b > a) + [Run(ADDED, " ".join(new[c:d]))] * (d > c)
    yield Line(tuple(runs))
