"""The outbox: what is to be told to whom, written in the transaction of the change that caused it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notifications.models.channel import Channel, Lane


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Questions in the words of the trade."""

    def waiting(self) -> "NotificationQuerySet":
        """Neither delivered nor dropped nor given up."""
        return self.filter(sent_at=None, dropped_at=None, dead_at=None)

    def due(self, now: datetime) -> "NotificationQuerySet":
        """To be looked at now. What leaves in the mail of another row is due with that row."""
        return self.waiting().filter(leaves_with=None, next_attempt_at__lte=now)

    def on_site(self, person: User) -> "NotificationQuerySet":
        """What the person's page may show: delivered by this site and still to be told."""
        return self.filter(recipient=person, channel=Channel.SITE, sent_at__isnull=False, dropped_at=None)

    def unread(self) -> "NotificationQuerySet":
        """Not looked at yet."""
        return self.filter(read_at=None)


class Notification(models.Model):
    """One message to one person by one channel. ``event`` names the fact, so that it is told once."""

    kind = models.CharField(_("kind"), max_length=40)
    event = models.CharField(_("event"), max_length=120)  # "decision:4711": the fact that causes it
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications", verbose_name=_("recipient")
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    object_id = models.BigIntegerField(_("object"))  # what the kind's renderer reads
    context = models.JSONField(default=dict, blank=True)  # ids only; words are rendered when sent
    lane = models.PositiveSmallIntegerField(
        _("lane"), choices=Lane, default=Lane.PEOPLE, db_default=Lane.PEOPLE
    )
    # What goes into one mail waits under one key; the first of them is the one that leaves, with all others.
    gathering = models.CharField(_("waits for"), max_length=160, blank=True, default="", db_default="")
    leaves_with = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="companions", db_index=False
    )
    begun_at = models.DateTimeField(
        null=True, blank=True
    )  # since then nothing joins: every attempt says the same
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True)  # nothing left to tell
    dead_at = models.DateTimeField(_("given up"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(fields=["event", "recipient", "channel"], name="notifications_told_once"),
        ]
        indexes = [
            models.Index(
                fields=["lane", "next_attempt_at", "id"],
                condition=Q(sent_at=None, dropped_at=None, dead_at=None, leaves_with=None),
                name="notifications_due_by_lane",
            ),
            models.Index(
                fields=["recipient", "gathering"],
                condition=Q(sent_at=None, dropped_at=None, dead_at=None) & ~Q(gathering=""),
                name="notifications_gathering",
            ),
            models.Index(
                fields=["leaves_with"],
                condition=Q(leaves_with__isnull=False),
                name="notifications_companions",
            ),
            models.Index(
                fields=["recipient", "-id"], condition=Q(channel="site"), name="notifications_on_site"
            ),
            models.Index(
                fields=["recipient"],
                condition=Q(channel="site", read_at=None, dropped_at=None, sent_at__isnull=False),
                name="notifications_unread",
            ),
        ]
        permissions = [("resend_notification", _("Can send a notification again"))]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient_id} ({self.channel})"
