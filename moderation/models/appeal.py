"""Appeals against decisions (Article 20 of Regulation (EU) 2022/2065)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models.decision import Decision
from moderation.models.moderated import Moderated

MAX_WORDS = 5_000  # characters
WINDOW = timedelta(days=184)  # six months, whichever six they are


class Appeal(Moderated):
    """One objection to one decision: by whom it restricts, or by somebody whose report it refused.

    ``kind`` and ``object_id`` name what was decided on. Whoever has no account is known by their report, ``notice_id``.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        LAPSED = "lapsed", _("No longer needed")

    class Side(models.TextChoices):
        AFFECTED = "affected", _("The person it restricts")
        NOTIFIER = "notifier", _("A person who reported")

    state = models.CharField(_("state"), max_length=24, choices=State, default=State.WAITING)
    decision = models.ForeignKey(
        Decision, models.PROTECT, related_name="appeals", verbose_name=_("decision"), db_index=False
    )
    kind = models.CharField(_("kind"), max_length=60)
    object_id = models.BigIntegerField(_("object"))
    section = models.SlugField(_("section"), blank=True, db_index=False)
    side = models.CharField(_("by"), max_length=12, choices=Side)
    appellant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("appellant"),
    )
    notice_id = models.BigIntegerField(_("report"), null=True, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=16, blank=True)
    words = models.TextField(_("what they say"))
    created_at = models.DateTimeField(_("filed"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    # What put it right, where it was granted.
    remedy = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="remedies", verbose_name=_("remedy")
    )

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        permissions = [("decide_appeal", _("Can decide on appeals"))]
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(side="affected"), name="moderation_appeal_once"
            ),
            models.UniqueConstraint(
                fields=["decision", "notice_id"],
                condition=Q(side="notifier"),
                name="moderation_appeal_once_per_report",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "object_id"], name="moderation_appeal_object"),
            models.Index(fields=["-created_at", "-id"], name="moderation_appeal_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} → {self.decision}"

    @property
    def section_slug(self) -> str:
        """What section-scoped roles look at."""
        return self.section

    @property
    def is_open(self) -> bool:
        return self.state == self.State.WAITING
