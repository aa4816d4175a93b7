"""A comment that may point out a mistake in the article: for the desk to look at, and to answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Correction
from comments.models.comment import Comment
from moderation.models import Moderated

HINT_LENGTH = 500  # characters: the comment itself says the rest


class CorrectionHint(Moderated):
    """One hint. ``words`` say what seems to be wrong, ``answer`` what the desk replied; who sent it reads the answer."""

    class State(models.TextChoices):
        OPEN = "open", _("Not answered yet")
        TAKEN_UP = "taken_up", _("Taken up")
        DECLINED = "declined", _("No mistake")

    comment = models.ForeignKey(
        Comment, models.CASCADE, related_name="hints", verbose_name=_("comment"), db_index=False
    )
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="correction_hints", verbose_name=_("article")
    )
    # Empty once they have erased their account.
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="correction_hints",
        verbose_name=_("sent by"),
    )
    state = models.CharField(_("state"), max_length=24, choices=State, default=State.OPEN)
    words = models.TextField(_("what seems to be wrong"), max_length=HINT_LENGTH, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    correction = models.ForeignKey(
        Correction, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("correction")
    )

    class Meta:
        verbose_name = _("possible correction")
        verbose_name_plural = _("possible corrections")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment"], condition=Q(state="open"), name="comments_hint_open_once"
            )
        ]
        indexes = [models.Index(fields=["comment"], name="comments_hint_comment")]

    def __str__(self) -> str:
        return self.words[:60] or str(self.comment)

    @property
    def section_slug(self) -> str:
        """What section-scoped roles look at."""
        return self.article.section.slug
