"""Who decides: a person, or a rule as a person's deputy."""

from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Deputy:
    """A named rule version that a publisher approved, such as ``schedule`` or ``trusted-feed@3``."""

    name: str


Actor = User | Deputy
