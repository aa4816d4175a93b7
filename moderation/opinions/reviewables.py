"""What second opinions are asked on: each app registers its kind, opinions know none of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from moderation.workflow import Words


@dataclass(frozen=True, slots=True)
class Choice:
    """One outcome that can be chosen: a button and a key."""

    code: str
    label: Words
    key: str
    kind: str = "neutral"


@dataclass(frozen=True)
class Sheet:
    """What a second person is shown: nothing of what was decided. ``author_id`` must not be asked."""

    title: str
    section: str
    text_digest: str
    author_id: int | None = None
    context: Mapping[str, Any] = field(default_factory=dict)


class Reviewable(Protocol):
    """One kind of object on whose decisions a second person is asked."""

    kind: str  # model label in lower case
    label: Words
    template: str  # shows the object without its state or history
    outcomes: Mapping[str, str]  # transition → choice: "remove" → "refuse"
    choices: Sequence[Choice]

    def sheets(self, object_ids: Collection[int]) -> dict[int, Sheet]:
        """What there is to judge; what is gone is missing. A fixed number of queries."""

    def look_again(self, object_id: int, words: str) -> None:
        """Open an ordinary item because two people disagree."""

    def path_of(self, object_id: int) -> str:
        """Where the desk sees the object with all that was decided on it."""


_reviewables: dict[str, Reviewable] = {}


def register(reviewable: Reviewable) -> None:
    """Make a kind known; called from ``AppConfig.ready``."""
    _reviewables[reviewable.kind] = reviewable


def reviewable_of(kind: str) -> Reviewable | None:
    """The reviewable of a kind; None if nobody registered it."""
    return _reviewables.get(kind)


def all_reviewables() -> list[Reviewable]:
    """Every kind, by name."""
    return [_reviewables[kind] for kind in sorted(_reviewables)]


def label_of(kind: str, code: str) -> str:
    """A choice in words."""
    found = reviewable_of(kind)
    choices = {choice.code: choice.label for choice in found.choices} if found else {}
    return str(choices.get(code, code))
