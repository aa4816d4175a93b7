"""Whose comments a person does not want to read."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Mute(models.Model):
    """``person`` reads ``muted``'s comments folded and hears nothing of them. Nobody else learns of it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mutes", verbose_name=_("person")
    )
    muted = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("muted")
    )
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("muted person")
        verbose_name_plural = _("muted people")
        constraints = [
            models.UniqueConstraint(fields=["person", "muted"], name="comments_mute_once"),
            models.CheckConstraint(condition=~Q(person=F("muted")), name="comments_mute_another"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.muted_id}"
