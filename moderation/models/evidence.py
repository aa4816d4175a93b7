"""The words behind decisions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from moderation.models.decision import Decision


class Evidence(models.Model):
    """The words behind a decision; may be erased, the decision's commitment stays."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="evidence", primary_key=True)
    salt = models.CharField(max_length=32)
    words = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")

    def __str__(self) -> str:
        return self.words
