"""How a person wants to be told of one kind by one channel."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from notifications.models.channel import Channel, How


class Preference(models.Model):
    """Without a row the defaults hold: see ``notifications.defaults``."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=40)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    how = models.CharField(_("how"), max_length=10, choices=How, default=How.AT_ONCE, db_default=How.AT_ONCE)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "channel"], name="notifications_preference_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.channel}): {self.how}"
