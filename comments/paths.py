"""Paths that sort a thread in reading order: the marks of the ancestors, then one's own, compared byte by byte."""

from typing import Any

from comments.models import MAX_DEPTH, Comment

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
AFTER_ALL = "~"  # sorts after every digit: ``path`` < all below it < ``path + AFTER_ALL``


def mark(number: int) -> str:
    """The id in base 36 behind the number of its digits, so that longer ones sort later: 35 is "1z", 36 is "210"."""
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return DIGITS[len(digits)] + digits


def numbers(path: str) -> list[int]:
    """The ids that a path names, from the root down to its own comment."""
    found, at = [], 0
    while at < len(path):
        end = at + 1 + DIGITS.index(path[at])
        found.append(int(path[at + 1 : end], 36))
        at = end
    return found


def above(path: str) -> list[int]:
    """The ids of the comments that it stands below, from the root down."""
    return numbers(path)[:-1]


def root_of(path: str) -> str:
    """The path of the branch's beginning."""
    return path[: 1 + DIGITS.index(path[0])]


def is_path(text: str) -> bool:
    """Whether it could be a path of ours; where a page begins comes from an address, so from anybody."""
    return len(text) <= 600 and set(text) <= set(DIGITS)


def branch(parent: Comment | None) -> dict[str, Any]:
    """The columns of a reply to ``parent`` that are known before it is stored: root and depth."""
    if parent is None:
        return {"root_id": None, "depth": 0}
    return {"root_id": parent.root_id or parent.pk, "depth": min(parent.depth + 1, MAX_DEPTH)}


def path_of(comment: Comment) -> str:
    """The path of a stored comment below its parent's.

    Past ``MAX_DEPTH`` a reply stands beside the comment that it answers, in order of time: the indent ends there, and
    with it the length of paths. ``parent`` still says whom it answers.
    """
    parent = comment.parent
    if parent is None:
        return mark(comment.pk)
    above = parent.path.removesuffix(mark(parent.pk)) if parent.depth >= MAX_DEPTH else parent.path
    return above + mark(comment.pk)
