"""Counters that grow without bound are columns, kept by the transactions that change what they count. Here they are proved."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Difference:
    """A counter that is wrong: of what, what is stored, what is true."""

    of: str
    stored: float
    counted: float


class Counter(Protocol):
    """One kind of counter."""

    name: str

    def differences(self) -> list[Difference]:
        """Every one that is wrong at this instant."""

    def mend(self) -> list[Difference]:
        """Put the wrong ones right; returns what was wrong."""


_counters: list[Counter] = []


def register(counter: Counter) -> None:
    """Make a counter known; called from ``AppConfig.ready``."""
    _counters.append(counter)


def all_counters() -> list[Counter]:
    """Every counter of the house."""
    return list(_counters)
