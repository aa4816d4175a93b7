"""Mails to people without an account."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Letter(models.Model):
    """One message to an address that somebody gave us; the same kinds, said by the same renderers, as to people here.

    They have no preferences and no page: they are told what they asked for, by mail.
    """

    kind = models.CharField(_("kind"), max_length=40)
    event = models.CharField(_("event"), max_length=120)
    address = models.EmailField(_("address"))
    language = models.CharField(_("language"), max_length=16, blank=True)
    object_id = models.BigIntegerField(_("object"))
    context = models.JSONField(default=dict, blank=True)  # ids only; words are rendered when sent
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True)
    dead_at = models.DateTimeField(_("given up"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.UniqueConstraint(fields=["event", "address"], name="notifications_letter_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=Q(sent_at=None, dropped_at=None, dead_at=None),
                name="notifications_letter_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.address}"
