"""A house whose schedule is full: run inside it, with ``TEXTS`` set to how many wait for ``SECOND``."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.roles import Role
from articles import publishing
from newsroom.testing import cast

now = timezone.now()
writer, approver, publisher = (
    cast.person("Rosa Reporter", Role.REPORTER),
    cast.person("Ada Editor", Role.EDITOR),
    cast.person("Petra Publisher", Role.PUBLISHER),
)
due = datetime.fromisoformat(SECOND)  # noqa: F821
for number in range(TEXTS):  # noqa: F821
    text = cast.approved(writer, approver, headline=f"Harbour bell rings in the fog, report {number}")
    publishing.schedule(
        text,
        by=publisher,
        version=text.version,
        publish_at=due,
        zone="Europe/Berlin",
        now=now - timedelta(hours=1),
    )
