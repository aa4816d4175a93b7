"""What a version of a rule would have done to the comments of the last months: asked for, reckoned, looked at."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.rule import RuleVersion


class Replay(models.Model):
    """One run over the past. The row is the queue: it goes on after the comment ``after`` until ``finished_at``.

    ``examples`` hold numbers of comments and places in them, never their words.
    """

    version = models.ForeignKey(
        RuleVersion, models.CASCADE, related_name="replays", verbose_name=_("version")
    )
    since = models.DateTimeField(_("since"))
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    after = models.BigIntegerField(default=0)
    total = models.PositiveIntegerField(_("comments in all"), default=0)
    looked_at = models.PositiveIntegerField(_("comments looked at"), default=0)
    hits = models.PositiveIntegerField(_("comments on which it would have spoken"), default=0)
    approved = models.PositiveIntegerField(_("of these approved by people"), default=0)
    refused = models.PositiveIntegerField(_("of these refused by people"), default=0)
    examples = models.JSONField(_("examples"), default=list)

    class Meta:
        verbose_name = _("replay of a comment rule")
        verbose_name_plural = _("replays of comment rules")
        ordering = ["-id"]
        indexes = [models.Index(fields=["id"], condition=Q(finished_at=None), name="comments_replay_due")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.since:%Y-%m-%d}"
