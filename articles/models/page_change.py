"""Public pages that a commit made stale: written with the change, swept by the public site."""

from django.db import models
from django.utils import timezone


class PageChange(models.Model):
    """What changed: an article (``article``) and with it every page that shows its card. The row is the queue."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    cards_too = models.BooleanField(default=True)  # False: only the article's own page (a comment)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"article {self.article_id}"
