"""A house whose schedule is full: run inside it, with the ``NUMBERS`` of the texts that wait for ``SECOND``."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from articles import publishing
from newsroom.testing import cast

now = timezone.now()
cast_of = {"Rosa Reporter": Role.REPORTER, "Ada Editor": Role.EDITOR, "Petra Publisher": Role.PUBLISHER}
writer, approver, publisher = (
    User.objects.filter(display_name=name).first() or cast.person(name, role)
    for name, role in cast_of.items()
)
due = datetime.fromisoformat(SECOND)  # noqa: F821
for number in NUMBERS:  # noqa: F821
    text = cast.approved(writer, approver, headline=f"Harbour bell rings in the fog, report {number}")
    publishing.schedule(
        text,
        by=publisher,
        version=text.version,
        publish_at=due,
        zone="Europe/Berlin",
        now=now - timedelta(hours=1),
    )
