"""Who wants to hear of new comments under an article."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article


class Follow(models.Model):
    """The row is the queue: ``due_at`` is set by the first new comment, and emptied when the follower was told of all so far."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows", verbose_name=_("person")
    )
    article = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name=_("article"))
    created_at = models.DateTimeField(_("since"), default=timezone.now)
    told_at = models.DateTimeField(_("last told"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)

    class Meta:
        verbose_name = _("followed thread")
        verbose_name_plural = _("followed threads")
        constraints = [models.UniqueConstraint(fields=["person", "article"], name="comments_follow_once")]
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="comments_follow_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.article_id}"
