"""Addresses outside the house that texts lead to, and whether they answer. The row is the queue."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutsideLink(models.Model):
    """One address, looked at again and again in the background; never while somebody waits for a page."""

    url = models.CharField(_("address"), max_length=2_000)
    url_digest = models.CharField(
        max_length=64, unique=True, editable=False
    )  # long addresses do not fit an index
    due_at = models.DateTimeField(
        _("next look"), null=True, default=timezone.now
    )  # empty: nobody needs it any more
    checked_at = models.DateTimeField(_("last look"), null=True)
    status = models.PositiveSmallIntegerField(_("status"), default=0)  # 0: no answer
    failures = models.PositiveSmallIntegerField(_("looks in a row that failed"), default=0)
    words = models.CharField(_("what happened"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("outside link")
        verbose_name_plural = _("outside links")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="articles_link_due")
        ]

    def __str__(self) -> str:
        return self.url
