"""Mails to readers who need no account: who wants them, what is sent to all, and each one's copy."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.models.channel import Lane
from notifications.models.outgoing import WAITS, Outgoing, OutgoingQuerySet


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    """Questions in the words of the trade."""

    def wanting(self, kind: str) -> "SubscriberQuerySet":
        """Who confirmed that they want it, and whose address takes mails."""
        return self.filter(
            **{f"wants_{kind}": True}, confirmed_at__isnull=False, left_at=None, bounced_at=None
        )


class Subscriber(models.Model):
    """An address whose owner asked for mails, and confirmed it by a link in one. ``left_at``: not any more."""

    address = models.EmailField(_("address"))
    language = models.CharField(_("language"), max_length=12, blank=True, default="")
    wants_breaking = models.BooleanField(_("breaking news"), default=False)
    wants_newsletter = models.BooleanField(_("newsletter"), default=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("refused"), null=True, blank=True)
    bounce_cause = models.TextField(_("cause"), blank=True, default="")

    objects: ClassVar[SubscriberQuerySet] = SubscriberQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(Lower("address"), name="notifications_subscriber_once")]

    def __str__(self) -> str:
        return self.address


class Bulletin(models.Model):
    """Something that goes to all who want its kind, once. What it says is rendered when each copy leaves."""

    class Kind(models.TextChoices):
        BREAKING = "breaking", _("Breaking news")
        NEWSLETTER = "newsletter", _("Newsletter")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    object_id = models.BigIntegerField(_("object"), default=0)  # what the kind's renderer reads
    subject = models.CharField(_("subject"), max_length=140, blank=True)
    words = models.TextField(_("words"), blank=True)
    context = models.JSONField(default=dict, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    copies = models.PositiveIntegerField(_("copies"), default=0)

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")
        ordering = ["-id"]
        constraints = [
            # One alert for one article: a second click sends nothing.
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                condition=Q(kind="breaking"),
                name="notifications_bulletin_alert_once",
            )
        ]
        permissions = [("send_bulletin", _("Can send a bulletin to all subscribers"))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"


class CopyQuerySet(OutgoingQuerySet["Copy"]):
    """Copies of bulletins."""


class Copy(Outgoing):
    """One copy of a bulletin, or, without one, the mail in which an address is confirmed."""

    subscriber = models.ForeignKey(
        Subscriber, models.CASCADE, related_name="letters", verbose_name=_("subscriber")
    )
    bulletin = models.ForeignKey(
        Bulletin, models.CASCADE, null=True, blank=True, related_name="letters", verbose_name=_("bulletin")
    )
    lane = models.PositiveSmallIntegerField(_("lane"), choices=Lane, default=Lane.MANY, db_default=Lane.MANY)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "subscriber"], name="notifications_copy_once"),
        ]
        indexes = [
            models.Index(
                fields=["lane", "next_attempt_at", "id"], condition=WAITS, name="notifications_copy_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id or 'confirm'} → {self.subscriber_id}"
