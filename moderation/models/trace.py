"""What the database wrote down by itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Trace(models.Model):
    """What the database itself wrote down, by triggers, of changes that matter and pass no door: roles, embargoes.

    The site's role may only read it. Holds no personal text. ``link`` covers the row and the link before it.
    """

    table = models.CharField(_("table"), max_length=63)
    row = models.BigIntegerField(_("row"))
    act = models.CharField(_("what happened"), max_length=12)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    role = models.CharField(_("database role"), max_length=63)
    made_in = models.BigIntegerField()
    at = models.DateTimeField(_("at"))  # by the database's clock
    previous_link = models.CharField(max_length=64, blank=True)
    link = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("trace")
        verbose_name_plural = _("traces")
        ordering = ["-id"]
        indexes = [models.Index(fields=["table", "row", "id"], name="moderation_trace_of_row")]

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.act}"
