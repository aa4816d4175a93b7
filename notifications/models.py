"""The outbox: what is to be told to whom, written in the transaction of the change that caused it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SITE = "site", _("On this site")


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Questions in the words of the trade."""

    def waiting(self) -> "NotificationQuerySet":
        """Neither delivered nor dropped nor given up."""
        return self.filter(sent_at=None, dropped_at=None, dead_at=None)

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
                fields=["next_attempt_at", "id"],
                condition=Q(sent_at=None, dropped_at=None, dead_at=None),
                name="notifications_due",
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


class Preference(models.Model):
    """Whether a person wants one kind by one channel; without a row they do."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=40)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    is_wanted = models.BooleanField(_("wanted"), default=True)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "channel"], name="notifications_preference_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.channel}): {'on' if self.is_wanted else 'off'}"
