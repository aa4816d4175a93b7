"""Whether typing errors that a wire mends may be mended in our untouched drafts without a person, and who said so."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from feeds.models.feed import Feed


class MendingRule(models.Model):
    """One feed's rule, off until a publisher switches it on; each switching is a version that decisions name."""

    feed = models.OneToOneField(Feed, models.CASCADE, related_name="mending_rule", verbose_name=_("feed"))
    is_on = models.BooleanField(_("in force"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    since = models.DateTimeField(_("since"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("rule for typing errors")
        verbose_name_plural = _("rules for typing errors")

    def __str__(self) -> str:
        return f"typing-errors-{self.feed_id}@{self.version}"
