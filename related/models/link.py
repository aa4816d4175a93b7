"""Stored links between published articles."""

from django.db import models
from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from articles.models import Article

_EMPTY_OBJECT = Value({}, models.JSONField())


class Link(models.Model):
    """``target`` is worth reading beside ``article``. Pins and bans are an editor's and survive every computation."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="links", verbose_name=_("article"))
    target = models.ForeignKey(
        Article, models.CASCADE, related_name="linked_from", verbose_name=_("related article")
    )
    rank = models.PositiveSmallIntegerField(_("rank"), default=100)
    score = models.FloatField(_("score"), default=0)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    # What the score is made of: words, meaning, tags, story, freshness; empty where nothing was computed.
    parts = models.JSONField(_("parts"), default=dict, db_default=_EMPTY_OBJECT, blank=True)
    is_pinned = models.BooleanField(_("pinned"), default=False)
    is_banned = models.BooleanField(_("banned"), default=False)

    class Meta:
        verbose_name = _("related link")
        verbose_name_plural = _("related links")
        ordering = ["rank", "id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "target"], name="related_link_once"),
            models.CheckConstraint(
                condition=~models.Q(article=models.F("target")), name="related_link_not_to_itself"
            ),
            models.CheckConstraint(
                condition=~models.Q(is_pinned=True, is_banned=True), name="related_link_pinned_or_banned"
            ),
        ]
        indexes = [models.Index(fields=["article", "rank"], name="related_link_rank")]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.target_id}"
