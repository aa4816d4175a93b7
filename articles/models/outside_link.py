"""Addresses outside the house that texts lead to, and whether they answer. The row is the queue."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

BROKEN_AFTER = 2  # looks in a row without an answer; one may be the network's fault


class OutsideLinkQuerySet(models.QuerySet["OutsideLink"]):
    """Questions in the words of the trade."""

    def broken(self) -> Self:
        """Not there, or without an answer again and again."""
        return self.filter(Q(status__in=[404, 410]) | Q(status=0, failures__gte=BROKEN_AFTER))


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

    objects: ClassVar[models.Manager["OutsideLink"]] = OutsideLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("outside link")
        verbose_name_plural = _("outside links")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="articles_link_due")
        ]

    def __str__(self) -> str:
        return self.url
