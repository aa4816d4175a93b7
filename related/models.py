"""Stored links between published articles, and the terms they are found by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article


class Term(models.Model):
    """One weighted word of a published article: what candidates are found by."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="terms")
    word = models.CharField(max_length=40)
    weight = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "word"], name="related_term_once")]
        # The newest articles of a word first: a search reads as many as it needs, however large the archive.
        indexes = [
            models.Index(fields=["word", "-article"], include=["weight"], name="related_term_postings")
        ]

    def __str__(self) -> str:
        return self.word


class Link(models.Model):
    """``target`` is worth reading beside ``article``. Pins and bans are an editor's and survive every computation."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="links", verbose_name=_("article"))
    target = models.ForeignKey(
        Article, models.CASCADE, related_name="linked_from", verbose_name=_("related article")
    )
    rank = models.PositiveSmallIntegerField(_("rank"), default=100)
    score = models.FloatField(_("score"), default=0)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
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
