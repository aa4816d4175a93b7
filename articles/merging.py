"""Two people changed one text: what joins by itself, and what a person must decide. Pure; nothing is read or stored here.

Fields are compared as a whole, the body block by block (a paragraph, a subhead, a list …). A change is a stretch of the
base that somebody replaced; changes whose stretches do not touch the same blocks stand side by side.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from articles.digest import PRINTED

MINE, THEIRS, BOTH = "mine", "theirs", "both"
CHOICES = (MINE, THEIRS, BOTH)
# Fields of which two values can stand one after the other.
JOINABLE = frozenset(
    {"headline", "short_headline", "seo_title", "standfirst", "body", "credit", "change_note"}
)
# More comparisons than this are no longer worth the wait: then all between the first and the last difference is one change.
MAX_COMPARISONS = 4_000_000

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)\b(?:"[^"]*"|[^">])*>')
_VOID = frozenset({"br", "hr", "img"})
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "br",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "i",
        "img",
        "ins",
        "kbd",
        "mark",
        "q",
    }
    | {"s", "samp", "small", "strong", "sub", "sup", "time", "tt", "u", "var"}
)
_SPACE = re.compile(r"\s+")
_BLANK = re.compile(r"\s*")
# The editor writes these its own way; that alone is no change.
_SPELLINGS = (("<b>", "<strong>"), ("</b>", "</strong>"), ("<i>", "<em>"), ("</i>", "</em>"))


@dataclass(frozen=True, slots=True)
class Overlap:
    """One field, or one stretch of the body, that both changed. An empty side: its blocks were taken out."""

    field: str
    base: Any
    theirs: Any
    mine: Any

    @property
    def choices(self) -> tuple[str, ...]:
        """What may be chosen: two dates or pictures cannot both stand."""
        return CHOICES if self.field in JOINABLE and self.mine and self.theirs else (MINE, THEIRS)

    def chosen(self, choice: str) -> Any:
        """The words that the choice leaves. Raises ValueError for one that is not offered."""
        if choice not in self.choices:
            raise ValueError(choice)
        if choice == BOTH:
            return f"{self.theirs}{'' if self.field == 'body' else ' '}{self.mine}"
        return self.mine if choice == MINE else self.theirs


@dataclass(frozen=True, slots=True)
class Change:
    """Blocks ``start`` up to ``end`` of the base, and what stands in their place; equal bounds: something was put in."""

    start: int
    end: int
    blocks: tuple[str, ...]

    def meets(self, other: "Change") -> bool:
        """Whether the two cannot stand side by side."""
        if self.start == self.end and other.start == other.end:
            return self.start == other.start  # which comes first is nobody's but a person's to say
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome: parts of the text in order, each either words or an overlap; and who changed what."""

    fields: dict[str, Any]  # every field but the body; an overlapping one stands here as theirs
    body: tuple["str | Overlap", ...]
    overlaps: tuple[Overlap, ...]
    mine: tuple[str, ...]  # the fields that only I changed; "body" where blocks of mine were joined
    theirs: tuple[str, ...]

    def text(self, choices: Sequence[str] = ()) -> dict[str, Any]:
        """The whole text, overlaps settled by ``choices`` in the order of ``overlaps``; what is not chosen is mine."""
        given = dict(zip(map(id, self.overlaps), choices, strict=False))
        settled = {id(overlap): overlap.chosen(given.get(id(overlap), MINE)) for overlap in self.overlaps}
        fields = {
            **self.fields,
            **{one.field: settled[id(one)] for one in self.overlaps if one.field != "body"},
        }
        fields["body"] = "".join(part if isinstance(part, str) else settled[id(part)] for part in self.body)
        return fields


def merge(
    base: Mapping[str, Any],
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    their_changes: "Sequence[Change] | None" = None,
) -> Merged:
    """Join two texts that were made from the same third; each maps the printed fields to their values.

    ``their_changes`` of the body may be given where more is known of them than the two texts tell.
    """
    fields: dict[str, Any] = {}
    overlaps: list[Overlap] = []
    changed: dict[str, list[str]] = {MINE: [], THEIRS: []}
    for name in (name for name in PRINTED if name != "body"):
        old, ours, others = (text.get(name) for text in (base, mine, theirs))
        fields[name] = ours if others == old else others
        if ours != old and others != old and ours != others:
            overlaps.append(Overlap(name, old, others, ours))
        elif ours != others:
            changed[MINE if others == old else THEIRS].append(name)
    body = tuple(
        merge_bodies(base.get("body", ""), mine.get("body", ""), theirs.get("body", ""), their_changes)
    )
    overlaps += [part for part in body if isinstance(part, Overlap)]
    for who, text in ((MINE, mine), (THEIRS, theirs)):
        if text.get("body", "") != base.get("body", ""):
            changed[who].append("body")
    return Merged(fields, body, tuple(overlaps), tuple(changed[MINE]), tuple(changed[THEIRS]))


def merge_bodies(
    base: str, mine: str, theirs: str, their_changes: Sequence[Change] | None = None
) -> "list[str | Overlap]":
    """The parts of the joined body."""
    if mine in (base, theirs):
        return [theirs]
    if theirs == base:
        return [mine]
    old = blocks(base)
    ours = changes(old, blocks(mine))
    others = list(their_changes) if their_changes is not None else changes(old, blocks(theirs))
    parts: list[str | Overlap] = []
    at = 0
    for left, right in _grouped(ours, others):
        group = (*left, *right)
        start, end = min(one.start for one in group), max(one.end for one in group)
        parts += old[at:start]
        my_words, their_words = (_applied(old, side, start, end) for side in (left, right))
        if not left:
            parts.append(their_words)
        elif not right or _key(my_words) == _key(their_words) or _holds(left, right, start == end):
            parts.append(my_words)
        elif _holds(right, left, start == end):
            parts.append(their_words)
        else:
            parts.append(Overlap("body", "".join(old[start:end]), their_words, my_words))
        at = end
    return [*parts, *old[at:]]


def changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """What makes ``new`` of ``old``, in the smallest stretches."""
    before, after = [_key(block) for block in old], [_key(block) for block in new]
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    before, after = before[head : len(before) - tail], after[head : len(after) - tail]
    if len(before) * len(after) > MAX_COMPARISONS:
        return [Change(head, head + len(before), tuple(new[head : head + len(after)]))]
    found = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if b - a == d - c:  # as many as before: each block was rewritten where it stood
            found += [Change(head + a + n, head + a + n + 1, (new[head + c + n],)) for n in range(b - a)]
        else:
            found.append(Change(head + a, head + b, tuple(new[head + c : head + d])))
    return found


def blocks(html: str) -> list[str]:
    """The top-level blocks of sanitised HTML; joined they are the very same HTML. Space after a block belongs to it."""
    found: list[str] = []
    depth = start = 0
    for tag in _TAG.finditer(html):
        closing, name = tag[1], tag[2]
        if depth == 0 and not closing and name not in _INLINE and html[start : tag.start()].strip():
            found.append(html[start : tag.start()])  # loose words before a block
            start = tag.start()
        if name not in _VOID:
            depth = max(depth + (-1 if closing else 1), 0)
        if depth == 0 and name not in _INLINE:
            end = _BLANK.match(html, tag.end()).end()  # type: ignore[union-attr]  # matches nothing, too
            found.append(html[start:end])
            start = end
    return [*found, html[start:]] if start < len(html) else found


def _grouped(ours: list[Change], others: list[Change]) -> Iterator[tuple[list[Change], list[Change]]]:
    """The changes in the order of the text, those that meet together: (mine, theirs)."""
    waiting = sorted(
        [(one.start, one.end, 0, one) for one in ours] + [(one.start, one.end, 1, one) for one in others],
        key=lambda entry: entry[:3],
    )
    group: tuple[list[Change], list[Change]] = ([], [])
    for _, _, side, change in waiting:
        if (group[0] or group[1]) and not any(change.meets(other) for other in (*group[0], *group[1])):
            yield group
            group = ([], [])
        group[side].append(change)
    if group[0] or group[1]:
        yield group


def _holds(some: list[Change], others: list[Change], is_put_in: bool) -> bool:
    """Whether what others put in at one place stands among what some put in there: the same words, sent twice."""
    if not is_put_in:
        return False
    there = iter([_key(block) for change in some for block in change.blocks])
    return all(_key(block) in there for change in others for block in change.blocks)


def _applied(old: Sequence[str], side: list[Change], start: int, end: int) -> str:
    words, at = [], start
    for change in side:
        words += [*old[at : change.start], *change.blocks]
        at = change.end
    return "".join([*words, *old[at:end]])


def _key(block: str) -> str:
    for spelling, same in _SPELLINGS:
        block = block.replace(spelling, same)
    return _SPACE.sub(" ", block).strip()
