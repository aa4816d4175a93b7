"""What the rules saw in a comment, and which of them spoke."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.models.comment import Comment


class Screening(models.Model):
    """One comment as the rules saw it last. ``keys`` are hashes of its word groups and links, forgotten after some days;
    ``hits`` the versions of rules that spoke. No word of the text is in it."""

    comment = models.OneToOneField(Comment, models.CASCADE, primary_key=True, related_name="screening")
    article = models.ForeignKey(Article, models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField(_("at"), default=timezone.now)
    keys = ArrayField(models.BigIntegerField(), default=list)
    hits = ArrayField(models.BigIntegerField(), default=list)
    score = models.FloatField(_("score"), null=True, blank=True)
    campaign = models.CharField(_("campaign"), max_length=32, blank=True)

    class Meta:
        verbose_name = _("screening of a comment")
        verbose_name_plural = _("screenings of comments")
        indexes = [
            models.Index(fields=["at"], name="comments_screening_at"),
            GinIndex(fields=["keys"], name="comments_screening_keys"),
            models.Index(fields=["at"], condition=~Q(hits=[]), name="comments_screening_hits"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}"
