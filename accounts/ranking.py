"""Whose role stands above whose: nobody acts against somebody of the same or a higher one."""

from accounts.backends import roles_of
from accounts.models import User
from accounts.roles import Role

# Readers have none. Editors and moderators stand side by side: neither may judge the other.
RANKS: dict[str, int] = {
    Role.REPORTER: 1,
    Role.EDITOR: 2,
    Role.MODERATOR: 2,
    Role.PUBLISHER: 3,
    Role.ADMINISTRATOR: 4,
}
_HIGHEST = max(RANKS.values())


def rank_of(person: User) -> int:
    """The rank of the person's highest role, in whatever section; 0 for readers."""
    if person.is_superuser:
        return _HIGHEST
    return max((RANKS[role] for role, _section in roles_of(person)), default=0)


def stands_above(one: User, other: User) -> bool:
    """Whether ``one`` may act against ``other``."""
    return one.pk != other.pk and rank_of(one) > rank_of(other)
