"""What became of each block of a text along several saves: which block of the last stands for which of the first. Pure.

Two texts alone do not tell once every block was rewritten; a single save rarely changes more than a few.
"""

from collections.abc import Sequence
from itertools import groupby

from articles.merging import Change, changes

# Where a block comes from: blocks ``start`` up to ``end`` of the first text; equal bounds: put in before ``start``.
Origin = tuple[int, int]
Traced = tuple[Origin, str]


def changes_along(texts: Sequence[Sequence[str]]) -> list[Change]:
    """What makes the last text of the first, each a list of blocks, seen step by step."""
    first, *later = texts
    traced: list[Traced] = [((number, number + 1), block) for number, block in enumerate(first)]
    for text in later:
        traced = _followed(traced, changes([block for _, block in traced], text), len(first))
    return _told(first, traced)


def _followed(traced: list[Traced], steps: list[Change], size: int) -> list[Traced]:
    """The blocks after one save, each with where it comes from."""
    found: list[Traced] = []
    at = 0
    for step in steps:
        found += traced[at : step.start]
        replaced = [origin for origin, _ in traced[step.start : step.end]]
        if replaced:
            origin = min(start for start, _ in replaced), max(end for _, end in replaced)
        else:
            before = traced[step.start - 1][0] if step.start else (0, 0)
            after = traced[step.start][0] if step.start < len(traced) else (size, size)
            # Between two blocks that stand for one: put into that one.
            origin = before if before == after else (before[1], before[1])
        found += [(origin, block) for block in step.blocks]
        at = step.end
    return [*found, *traced[at:]]


def _told(first: Sequence[str], traced: Sequence[Traced]) -> list[Change]:
    """The same as changes of the first text; what nothing stands for any more was taken out."""
    found: list[Change] = []
    at = 0
    for (start, end), group in groupby(_in_order(traced), key=lambda one: one[0]):
        blocks = tuple(block for _, block in group)
        found += [Change(number, number + 1, ()) for number in range(at, start)]
        at = max(at, end)
        if tuple(first[start:end]) != blocks:
            found.append(Change(start, end, blocks))
    return found + [Change(number, number + 1, ()) for number in range(at, len(first))]


def _in_order(traced: Sequence[Traced]) -> list[Traced]:
    """Stretches that were rewritten together swallow what stands within them."""
    found: list[Traced] = []
    for origin, block in traced:
        if found and origin[0] < found[-1][0][1]:
            whole = min(origin[0], found[-1][0][0]), max(origin[1], found[-1][0][1])
            found = [
                (whole, one) if (one_of[1] > whole[0] and one_of[0] < whole[1]) else (one_of, one)
                for one_of, one in found
            ]
            origin = whole
        found.append((origin, block))
    return found
