"""How a card says what is alike: groups of waiting objects that one of them belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from django.db.models import QuerySet

from moderation.models import Item

MOST = 100  # decided with one act: as many as a person can look through


@dataclass(frozen=True)
class Group:
    """Objects that are alike in one respect. ``name`` stands in the address."""

    name: str
    label: str
    object_ids: Sequence[int]


@runtime_checkable
class Likening(Protocol):
    """A card that knows which waiting objects are like one of them."""

    def groups(self, object_id: int, items: QuerySet[Item]) -> list[Group]:
        """The groups that the object belongs to among the waiting ``items``, itself among them."""
