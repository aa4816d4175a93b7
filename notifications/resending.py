"""Trying once more what was given up."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from notifications.models import Notification


def resend(ids: Iterable[int] | None = None, *, now: datetime | None = None) -> int:
    """Make dead messages due again, all of them or those named; what was sent or dropped stays as it is. How many."""
    dead = Notification.objects.filter(dead_at__isnull=False, sent_at=None, dropped_at=None)
    if ids is not None:
        dead = dead.filter(pk__in=list(ids))
    return dead.update(dead_at=None, attempts=0, leaves_with=None, next_attempt_at=now or timezone.now())
