"""Which parts of two lists belong together, in bounded time whatever the lists hold.

difflib's cost grows with the square of what repeats: a megabyte of one word would hold a worker for hours. Each comparison
has a purse; where a stretch would cost more than is left in it, only what occurs once on both sides is an anchor.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

PURSE = 3_000_000  # comparisons of two items: about a second
STRETCH = 4_000  # items on both sides together that difflib may have at once


@dataclass(slots=True)
class Purse:
    """What a comparison may still cost."""

    left: int = PURSE

    def pays(self, old: Sequence[str], new: Sequence[str]) -> bool:
        """Whether difflib may have these two; what it costs is taken."""
        if len(old) + len(new) > STRETCH:
            return False
        counts = Counter(new)
        cost = len(old) + len(new) + sum(counts[item] for item in old)
        if cost > self.left:
            return False
        self.left -= cost
        return True


@dataclass(frozen=True, slots=True)
class Stretch:
    """``before[a:b]`` became ``after[c:d]``; ``is_same`` where both are equal."""

    is_same: bool
    a: int
    b: int
    c: int
    d: int


def align(before: Sequence[str], after: Sequence[str], purse: Purse) -> list[Stretch]:
    """The stretches from beginning to end, same ones and changed ones in turn."""
    return list(_joined(_stretches(before, after, purse)))


def share_of_same(stretches: Sequence[Stretch]) -> float:
    """How much of both sides is equal, from 0 to 1."""
    total = sum((part.b - part.a) + (part.d - part.c) for part in stretches)
    same = sum(2 * (part.b - part.a) for part in stretches if part.is_same)
    return same / total if total else 1.0


def _stretches(before: Sequence[str], after: Sequence[str], purse: Purse) -> Iterator[Stretch]:
    start, most = 0, min(len(before), len(after))
    while start < most and before[start] == after[start]:
        start += 1
    end = 0
    while end < most - start and before[len(before) - 1 - end] == after[len(after) - 1 - end]:
        end += 1
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    yield Stretch(True, 0, start, 0, start)
    if old and new and purse.pays(old, new):
        for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            yield Stretch(tag == "equal", a + start, b + start, c + start, d + start)
    elif old or new:
        yield from _between_anchors(old, new, start, purse)
    yield Stretch(True, len(before) - end, len(before), len(after) - end, len(after))


def _between_anchors(old: Sequence[str], new: Sequence[str], start: int, purse: Purse) -> Iterator[Stretch]:
    a = c = 0
    for left, right in [*_anchors(old, new), (len(old), len(new))]:
        gap_old, gap_new = old[a:left], new[c:right]
        if gap_old and gap_new and purse.pays(gap_old, gap_new):
            for tag, i, j, k, m in SequenceMatcher(None, gap_old, gap_new, autojunk=False).get_opcodes():
                yield Stretch(tag == "equal", a + i + start, a + j + start, c + k + start, c + m + start)
        else:
            yield Stretch(False, a + start, left + start, c + start, right + start)
        if left < len(old):
            yield Stretch(True, left + start, left + 1 + start, right + start, right + 1 + start)
        a, c = left + 1, right + 1


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places of items that occur once on each side, as many as keep their order (longest increasing run)."""
    counts_old, counts_new = Counter(old), Counter(new)
    place = {item: at for at, item in enumerate(new) if counts_new[item] == 1}
    pairs = [(at, place[item]) for at, item in enumerate(old) if counts_old[item] == 1 and item in place]
    ends: list[int] = []  # the smallest right place in which a run of this length ends
    at_end: list[int] = []
    before: list[int] = []
    for number, (_, right) in enumerate(pairs):
        length = bisect_left(ends, right)
        before.append(at_end[length - 1] if length else -1)
        if length == len(ends):
            ends.append(right)
            at_end.append(number)
        else:
            ends[length], at_end[length] = right, number
    found, number = [], at_end[-1] if at_end else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _joined(parts: Iterator[Stretch]) -> Iterator[Stretch]:
    """Empty ones left out, neighbours of one kind made one."""
    last: Stretch | None = None
    for part in parts:
        if part.a == part.b and part.c == part.d:
            continue
        if last is not None and last.is_same == part.is_same:
            last = Stretch(last.is_same, last.a, part.b, last.c, part.d)
            continue
        if last is not None:
            yield last
        last = part
    if last is not None:
        yield last
