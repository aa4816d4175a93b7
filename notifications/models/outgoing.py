"""What every queue of the outbox has in common: when it is tried next, and what became of it."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

WAITS = Q(sent_at=None, dropped_at=None, dead_at=None)


class OutgoingQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Questions in the words of the trade."""

    def waiting(self) -> Self:
        """Neither delivered nor dropped nor given up."""
        return self.filter(WAITS)

    def due(self, now: datetime) -> Self:
        """To be tried now."""
        return self.waiting().filter(next_attempt_at__lte=now)


class Outgoing(models.Model):
    """One thing that leaves the house, or is given up with the reason in words."""

    created_at = models.DateTimeField(_("created"), default=timezone.now)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, db_default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True)  # nothing left to tell
    dead_at = models.DateTimeField(_("given up"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True, default="", db_default="")

    class Meta:
        abstract = True
