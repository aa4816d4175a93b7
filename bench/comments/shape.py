"""Threads as people make them: most answer the report, some answer one another, few talk at length. Pure."""

import random
from array import array
from dataclasses import dataclass

from comments.models import MAX_DEPTH
from comments.paths import mark
from comments.ranking import lower_bound

ROOTS = 0.42  # of the comments answer the report itself
RECENT = 0.6  # of the answers are to one of the last few comments
NEAR = 40
GONE = (("rejected", 0.02), ("spam", 0.005), ("removed", 0.006), ("deleted", 0.008))
ANSWERED = {"approved", "removed", "deleted"}  # the latter two before they went
VOTED = 0.35  # of the comments have votes


@dataclass(slots=True)
class Shape:
    """One comment to be: numbers are keys, ``author`` counts from 0, ``state`` may be “deleted”."""

    number: int
    parent: int | None
    root: int | None
    depth: int
    path: str
    author: int
    state: str
    ups: int
    downs: int
    replies: int = 0

    @property
    def is_visible(self) -> bool:
        return self.state == "approved"

    @property
    def best(self) -> float:
        return lower_bound(self.ups, self.downs)


def thread(first: int, length: int, authors: int, chance: random.Random, waiting: int = 0) -> list[Shape]:
    """``length`` comments numbered from ``first`` on, the last ``waiting`` of them pending."""
    made: list[Shape] = []
    for at in range(length):
        number = first + at
        parent = None
        if at and chance.random() > ROOTS:
            place = (
                at - 1 - int(chance.expovariate(1 / NEAR))
                if chance.random() < RECENT
                else chance.randrange(at)
            )
            parent = made[max(0, place)]
        state = "pending" if at >= length - waiting else _state(chance)
        if parent is not None and parent.state not in ANSWERED:
            parent = None
        made.append(_one(number, parent, chance.randrange(authors), state, chance))
    if not waiting:
        _deepest(made)
    _count(made, first)
    return made


def _state(chance: random.Random) -> str:
    dice = chance.random()
    for state, share in GONE:
        dice -= share
        if dice < 0:
            return state
    return "approved"


def _one(number: int, parent: Shape | None, author: int, state: str, chance: random.Random) -> Shape:
    ups = downs = 0
    if state == "approved" and chance.random() < VOTED:
        ups, downs = min(25, int(chance.expovariate(0.4))), min(10, int(chance.expovariate(1.2)))
    if parent is None:
        return Shape(number, None, None, 0, mark(number), author, state, ups, downs)
    above = parent.path.removesuffix(mark(parent.number)) if parent.depth >= MAX_DEPTH else parent.path
    root = parent.root or parent.number
    depth = min(parent.depth + 1, MAX_DEPTH)
    return Shape(number, parent.number, root, depth, above + mark(number), author, state, ups, downs)


def _deepest(made: list[Shape]) -> None:
    """Somebody always has the last word: the last comments of a long thread answer one another."""
    for before, last in zip(made[-12:], made[-11:], strict=False):
        before.state = last.state = "approved"
        again = _one(last.number, before, last.author, "approved", random.Random(last.number))
        last.parent, last.root, last.depth, last.path = again.parent, again.root, again.depth, again.path


def _count(made: list[Shape], first: int) -> None:
    """The visible replies of each, along the line of those above as far as the indent goes."""
    above = array("q", [-1]) * len(made)  # the one that each stands below
    for at, one in enumerate(made):
        if one.parent is None:
            continue
        parent = made[one.parent - first]
        above[at] = above[one.parent - first] if parent.depth >= MAX_DEPTH else one.parent - first
        if one.is_visible:
            line = above[at]
            while line >= 0:
                made[line].replies += 1
                line = above[line]
