"""What somebody says against a comment. A report is not a decision: it changes no state, it asks for one."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from moderation.models import Decision

MAX_WORDS = 3_000  # characters; enough for what Article 16 calls a sufficiently substantiated explanation


class Report(models.Model):
    """One report of one person on one comment; closed by the decision that settles it.

    Somebody without an account gives name and address. Those go once nobody needs them any more; ``ground``, ``law`` and
    ``outcome`` stay for the figures.
    """

    class Outcome(models.TextChoices):
        OPEN = "open", _("Waiting")
        UPHELD = "upheld", _("Upheld")
        REFUSED = "refused", _("Not upheld")
        OVERTAKEN = "overtaken", _("Settled by its author")

    comment = models.ForeignKey(
        Comment, models.CASCADE, related_name="reports", verbose_name=_("comment"), db_index=False
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reported by"),
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=16, blank=True)
    ground = models.CharField(_("reason"), max_length=24)  # comments.reporting.grounds
    law = models.CharField(_("law"), max_length=24, blank=True)
    law_reference = models.CharField(_("law or article"), max_length=200, blank=True)
    words = models.TextField(_("explanation"), blank=True)
    in_good_faith = models.BooleanField(_("stated in good faith"), default=False)
    text_digest = models.CharField(max_length=64)  # sha256 of the text that was reported
    created_at = models.DateTimeField(_("reported"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, default=Outcome.OPEN)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decision")
    )
    forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "reporter"],
                condition=Q(reporter__isnull=False),
                name="comments_report_once",
            ),
            models.UniqueConstraint(
                fields=["comment", "email"],
                condition=Q(reporter=None) & ~Q(email=""),
                name="comments_report_once_by_address",
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", closed_at=None)
                | (~Q(outcome="open") & Q(closed_at__isnull=False)),
                name="comments_report_closed_with_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["comment", "id"], name="comments_report_of_comment"),
            models.Index(fields=["-created_at", "-id"], name="comments_report_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.ground} → {self.comment_id}"

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN

    @property
    def has_account(self) -> bool:
        return self.reporter_id is not None

    @property
    def is_reachable(self) -> bool:
        """Whether anybody can be told of it: a person here, or an address that was confirmed."""
        return self.reporter_id is not None or bool(self.email and self.confirmed_at)
