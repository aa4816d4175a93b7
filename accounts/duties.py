"""What waits for a person in the rooms above: asked before their account is closed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Duty:
    """One kind of thing that stays behind: in words with the number, how many, and where it is handed on."""

    label: "StrOrPromise"
    number: int
    url: str = ""


_sources: list[Callable[[User], list[Duty]]] = []


def register(source: Callable[[User], list[Duty]]) -> None:
    """Say what may wait for a person; called from ``AppConfig.ready``."""
    _sources.append(source)


def duties_of(person: User) -> list[Duty]:
    """Everything that waits for the person now."""
    return [duty for source in _sources for duty in source(person) if duty.number]
