"""The ranks that comments have just left, for who pages through a thread while others vote."""

from django.db import models

from articles.models import Article
from comments.models.comment import Comment


class EarlierRank(models.Model):
    """The rank that the beginning of a branch had ``until`` then. A later page is put together as of the first one's time,
    so that nothing is skipped or comes twice; rows older than any reading are swept.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="+", db_index=False)
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="+")
    until = models.DateTimeField(db_index=True)
    best = models.FloatField()
    reply_count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["article", "until"], name="comments_earlier_ranks")]

    def __str__(self) -> str:
        return f"comment {self.comment_id} until {self.until:%H:%M:%S}"
