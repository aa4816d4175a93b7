"""The outbox: what is to be told to whom, written in the transaction of the change that caused it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SITE = "site", _("On this site")


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
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True)  # nothing left to tell
    dead_at = models.DateTimeField(_("given up"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(fields=["event", "recipient", "channel"], name="notifications_told_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=Q(sent_at=None, dropped_at=None, dead_at=None),
                name="notifications_due",
            ),
            models.Index(
                fields=["recipient", "-id"], condition=Q(channel="site"), name="notifications_on_site"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient_id} ({self.channel})"
