"""Telling people what went wrong with the schedule: a text that was not published, and one that came late."""

import hashlib
from datetime import datetime, timedelta

from accounts.backends import people_with
from articles.models import Revision
from moderation.models import Decision
from notifications.outbox import tell

LATE = timedelta(seconds=60)  # later than this after its time is told
PUBLISH = "articles.publish_revision"


def tell_of_refusal(revision: Revision, refusal: str) -> None:
    """The writer, the approver and who scheduled it learn why it is not out; once for each reason and schedule."""
    scheduled = (
        Decision.objects.filter(kind=revision._meta.label_lower, object_id=revision.pk, name="schedule")
        .select_related("by")
        .order_by("-object_version")
        .first()
    )
    people = {
        person.pk: person
        for person in (revision.changed_by, revision.approved_by, scheduled.by if scheduled else None)
        if person is not None
    }
    reason = hashlib.sha256(refusal.encode()).hexdigest()[:12]
    tell(
        people.values(),
        "publication_failed",
        event=f"refused:{revision.pk}:{revision.version}:{reason}",
        object_id=revision.pk,
    )


def tell_of_lateness(revision: Revision, now: datetime) -> None:
    """The section's publishers learn that the clock was late: once an hour, however much waited."""
    publishers = [person for person in people_with(PUBLISH) if person.has_perm(PUBLISH, revision)]
    tell(publishers, "publication_late", event=f"late:{now:%Y-%m-%dT%H}", object_id=revision.pk, now=now)
