"""Trust: what a feed has earned by the desk's own decisions, who granted it, and how it was lost."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from feeds.models.feed import Feed
from feeds.models.item import ImportedItem
from moderation.models import Moderated


class Trust(Moderated):
    """One feed's standing. Only ``granted`` lets anything through without a person, and a publisher granted it."""

    class State(models.TextChoices):
        NONE = "none", _("None")
        PROPOSED = "proposed", _("Proposed")
        DRY_RUN = "dry_run", _("On trial")
        GRANTED = "granted", _("Trusted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    feed = models.OneToOneField(Feed, models.CASCADE, related_name="trust", verbose_name=_("feed"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NONE)
    since = models.DateTimeField(_("since"), null=True, blank=True)
    why = models.TextField(_("why"), blank=True)
    facts = models.JSONField(
        _("figures"), default=dict, blank=True
    )  # decisions counted, share accepted, edited, …
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    expires_at = models.DateTimeField(_("must be looked at again"), null=True, blank=True)

    class Meta:
        verbose_name = _("trust in a feed")
        verbose_name_plural = _("trust in feeds")

    def __str__(self) -> str:
        return f"{self.feed}: {self.get_state_display()}"

    @property
    def section_slug(self) -> str:
        """What section-scoped roles look at."""
        return self.feed.section_slug

    @property
    def rule_version(self) -> int:
        """The version that the newest decision made: what a deputy and each passage name."""
        return self.version - 1


class TrustedPassage(models.Model):
    """One item that trust let through, or would have on trial: so that all it did can be listed and judged."""

    trust = models.ForeignKey(Trust, models.CASCADE, related_name="passages", verbose_name=_("trust"))
    trust_version = models.PositiveIntegerField()
    item = models.OneToOneField(
        ImportedItem, models.CASCADE, related_name="trusted_passage", verbose_name=_("imported item")
    )
    is_real = models.BooleanField(_("let through"), default=False)  # else on trial
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("passage by trust")
        verbose_name_plural = _("passages by trust")
        indexes = [models.Index(fields=["trust", "-at"], name="feeds_trust_passages")]

    def __str__(self) -> str:
        return f"{self.trust_id} {self.item_id}"
