"""The columns of the table: one person of each kind."""

from accounts.models import User
from accounts.roles import Role
from newsroom.testing import cast

ANONYMOUS = "anonymous"
# Name of the column, role, section that the role is limited to.
COLUMNS: dict[str, tuple[Role | None, str]] = {
    "reader": (None, ""),
    "reporter": (Role.REPORTER, ""),
    "editor": (Role.EDITOR, ""),
    "editor_elsewhere": (Role.EDITOR, "sport"),
    "publisher": (Role.PUBLISHER, ""),
    "publisher_elsewhere": (Role.PUBLISHER, "sport"),
    "moderator": (Role.MODERATOR, ""),
    "administrator": (Role.ADMINISTRATOR, ""),
}
NAMES = (ANONYMOUS, *COLUMNS, "superuser")


def everybody() -> dict[str, User]:
    """All of them, stored; ``anonymous`` is nobody."""
    found = {
        name: cast.person(f"{name.title()} Column", role, section)
        for name, (role, section) in COLUMNS.items()
    }
    root = cast.person("Root Column")
    root.is_staff = root.is_superuser = True
    root.save()
    return {**found, "superuser": root}
