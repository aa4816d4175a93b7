"""What the house holds of a person: each room hands out what is theirs, and lets go of it."""

from typing import Any, Protocol


class Holding(Protocol):
    """What one room holds of people."""

    name: str

    def export(self, person_id: int) -> Any:
        """All of it that is theirs, as JSON can say it."""

    def erase(self, person_id: int) -> int:
        """Let go of it, in the transaction in which the account goes; returns how many things that were."""


_holdings: list[Holding] = []


def register(holding: Holding) -> None:
    """Make a holding known; called from ``AppConfig.ready``."""
    _holdings.append(holding)


def all_holdings() -> list[Holding]:
    """Every holding of the house."""
    return list(_holdings)
