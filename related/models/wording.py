"""What a published article says, as the linking reads it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article


class Wording(models.Model):
    """The terms of one published article, heaviest first: all that a ranking needs of its text."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="wording")
    stems = ArrayField(models.CharField(max_length=40))
    counts = ArrayField(models.FloatField())
    spellings = ArrayField(models.CharField(max_length=60))
    length = models.FloatField()
    tags = ArrayField(models.CharField(max_length=100), default=list)
    # Work that waits (swept): the article's list is to be made anew.
    listed_at = models.DateTimeField(null=True, blank=True, editable=False)

    # Whether too few were found, so that the list learns of whatever is new in its section.
    is_filled = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        indexes = [
            models.Index(
                fields=["article"], condition=models.Q(listed_at=None), name="related_wording_list_due"
            ),
            models.Index(
                fields=["-article"], condition=models.Q(is_filled=True), name="related_wording_filled"
            ),
        ]

    def __str__(self) -> str:
        return " ".join(self.spellings[:5])


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
