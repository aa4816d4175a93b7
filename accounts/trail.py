"""Writing the trail of access: one line for each act, in the transaction of the act."""

from accounts.models import AccessChange, User
from accounts.roles import Role

Act = AccessChange.Act


def note(
    act: str,
    person: User | None,
    *,
    by: User | None = None,
    role: Role | str = "",
    section: str = "",
    about: str = "",
) -> AccessChange:
    """Record the act. ``by`` is None for a command, whose caller only the machine knows."""
    return AccessChange.objects.create(
        act=act, person=person, by=by, role=role, section=section, about=about[:300]
    )
