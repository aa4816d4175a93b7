"""A blocking finding that somebody took upon them, for a reason and for one text alone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.revision import Revision


class Waiver(models.Model):
    """Bound to the sha256 of the text: once the text changes it holds no longer. Its reason is the decision's."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="waivers", verbose_name=_("revision"))
    code = models.CharField(_("finding"), max_length=60)
    digest = models.CharField(max_length=64, editable=False)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("waived by")
    )
    waived_at = models.DateTimeField(_("waived"))

    class Meta:
        verbose_name = _("waived finding")
        verbose_name_plural = _("waived findings")
        ordering = ["-waived_at"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "code", "digest"], name="articles_waiver_once"),
        ]

    def __str__(self) -> str:
        return self.code
