"""What a comment said before its author changed it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comment import MAX_LENGTH, Comment


class EarlierText(models.Model):
    """One wording that was replaced. Readers see it only if it had stood where all could read it: the door holds here, too."""

    comment = models.ForeignKey(
        Comment, models.CASCADE, related_name="earlier_texts", verbose_name=_("comment")
    )
    text = models.TextField(_("text"), max_length=MAX_LENGTH)
    written_at = models.DateTimeField(_("written"))
    replaced_at = models.DateTimeField(_("replaced"))
    was_shown = models.BooleanField(_("was shown to all"))

    class Meta:
        verbose_name = _("earlier text of a comment")
        verbose_name_plural = _("earlier texts of comments")
        ordering = ["comment", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
