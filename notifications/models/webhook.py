"""Addresses of other programs that are told what happens, and each message to them."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.models.outgoing import WAITS, Outgoing, OutgoingQuerySet

# So long both secrets sign after a new one was made.
BOTH_SECRETS = timedelta(hours=24)


class Endpoint(models.Model):
    """Where messages go, and which. Its secret is derived from the site's key and ``salt``: it is stored nowhere."""

    class Pause(models.TextChoices):
        PERSON = "person", _("by a person")
        DEAD = "dead", _("it did not answer for a day")
        GONE = "gone", _("it said that it is gone (410)")

    name = models.CharField(_("name"), max_length=80)
    url = models.URLField(_("address"), max_length=500)
    kinds = ArrayField(models.CharField(max_length=60), verbose_name=_("events"), default=list)
    salt = models.CharField(max_length=64, editable=False)
    former_salt = models.CharField(max_length=64, blank=True, default="", editable=False)
    changed_secret_at = models.DateTimeField(null=True, editable=False)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    paused_because = models.CharField(_("why"), max_length=10, choices=Pause, blank=True, default="")
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)  # nothing goes there before
    last_answer = models.TextField(_("last answer"), blank=True, default="")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by"), null=True
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class DeliveryQuerySet(OutgoingQuerySet["Delivery"]):
    """Messages to endpoints."""


class Delivery(Outgoing):
    """One message to one endpoint. ``subject`` names the object: messages about one arrive in their order."""

    endpoint = models.ForeignKey(
        Endpoint, models.CASCADE, related_name="deliveries", verbose_name=_("webhook"), db_index=False
    )
    kind = models.CharField(_("event"), max_length=60)
    event = models.CharField(max_length=120)  # the fact: told once
    subject = models.CharField(_("object"), max_length=80)
    happened_at = models.DateTimeField(_("happened"))
    data = models.JSONField(_("data"), default=dict)
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="notifications_delivery_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"], condition=WAITS, name="notifications_delivery_due"
            ),
            # What stands before a message: an older one about the same object.
            models.Index(
                fields=["endpoint", "subject", "id"], condition=WAITS, name="notifications_delivery_order"
            ),
            models.Index(fields=["endpoint", "-id"], name="notifications_delivery_of"),
        ]
        permissions = [("replay_delivery", _("Can send a message to a webhook again"))]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} → {self.endpoint_id}"

    @property
    def message_id(self) -> str:
        """What the receiver knows a repetition by: the same at every attempt and replay."""
        return f"msg_{self.endpoint_id}_{self.pk}"
