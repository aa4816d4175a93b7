"""What the house holds before its worker is killed: run inside it, with ``WIRE`` set to the address of a feed."""

from datetime import timedelta

from django.utils import timezone

from accounts.roles import Role
from articles import publishing
from feeds.models import Feed
from newsroom.testing import cast

# Enough in common to be linked, too little to be the same copy.
SHARED = "<p>The harbour council argued about the bell, the fog and the ferry until the tide had turned.</p>"
OWN = (
    "orchard apple pruning ladder frost blossom",
    "copper mine shaft lamp seam wages",
    "orchestra score violin rehearsal conductor applause",
    "tram depot strike timetable driver contract",
    "observatory comet telescope lens orbit night",
    "library map atlas paper restorer ink",
)
now = timezone.now()
writer, approver, publisher = (
    cast.person("Rosa Reporter", Role.REPORTER),
    cast.person("Ada Editor", Role.EDITOR),
    cast.person("Petra Publisher", Role.PUBLISHER),
)
for number in range(12):
    words = OWN[number % len(OWN)].split()
    names = [
        f"{word}{ending}{number}" for word in words for ending in ("hall", "land", "smith", "gate", "bridge")
    ]
    body = SHARED + f"<p>Of {', of '.join(names)} the council knew nothing.</p>"
    revision = cast.approved(
        writer, approver, headline=f"Harbour bell rings in the fog, report {number}", body=body
    )
    publishing.schedule(
        revision,
        by=publisher,
        version=revision.version,
        publish_at=now - timedelta(minutes=5),
        zone="Europe/Berlin",
        now=now - timedelta(hours=1),
    )
Feed.objects.create(url=WIRE, source=cast.source("Wire", is_own=False), section=cast.section())  # noqa: F821
