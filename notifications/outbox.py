"""Writing into the outbox: in the transaction of the change, never sending anything itself."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from notifications.models import Channel, Notification
from notifications.renderers import kind_of


def tell(
    recipients: Iterable[User],
    kind: str,
    *,
    event: str,
    object_id: int,
    context: dict[str, Any] | None = None,
    actor: User | None = None,
    channels: Iterable[str] = (Channel.SITE, Channel.EMAIL),
    delay: timedelta = timedelta(0),
    now: datetime | None = None,
) -> None:
    """Note that each recipient is to be told, once per event and channel. Nobody is told of their own act.

    ``delay`` holds the message back (an undo window); what it says is rendered when it leaves.
    """
    now = now or timezone.now()
    lane = kind_of(kind).lane
    Notification.objects.bulk_create(
        [
            Notification(
                kind=kind,
                event=event,
                recipient=person,
                channel=channel,
                object_id=object_id,
                context=context or {},
                lane=lane,
                created_at=now,
                next_attempt_at=now + delay,
            )
            for person in recipients
            if actor is None or person.pk != actor.pk
            for channel in channels
        ],
        ignore_conflicts=True,
    )
