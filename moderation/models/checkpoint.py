"""Signed heads of the chains."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Checkpoint(models.Model):
    """Where every chain stood at a moment, signed: a chain that was cut or computed anew no longer holds its head."""

    made_at = models.DateTimeField(_("made"))
    bounds = models.JSONField()  # table → its highest row then; what came later is the next checkpoint's
    heads = models.JSONField()  # [table, row, digest] of each chain that grew since the checkpoint before
    count = models.PositiveIntegerField(_("heads"))
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)  # sha256 over all of the above
    signature = models.CharField(max_length=64)  # HMAC of the digest, by a key that is not in the database

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}: {self.digest[:12]}"
