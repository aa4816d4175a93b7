"""What readers think of a comment."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class Vote(models.Model):
    """One person's vote on one comment: for it or against it. Taken back, the row goes.

    Both ways, because a rank that knows only applause cannot tell what nobody has read from what many found poor. The
    votes against are counted in the rank and shown to nobody: they sort, they do not pillory.
    """

    class Value(models.IntegerChoices):
        UP = 1, _("Worth reading")
        DOWN = -1, _("Not worth reading")

    comment = models.ForeignKey(
        Comment,
        models.CASCADE,
        related_name="votes",
        verbose_name=_("comment"),
        db_index=False,  # the constraint's index begins with it
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    value = models.SmallIntegerField(_("vote"), choices=Value)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["comment", "person"], name="comments_vote_once"),
            models.CheckConstraint(condition=Q(value__in=(1, -1)), name="comments_vote_up_or_down"),
        ]

    def __str__(self) -> str:
        return f"{self.value:+d}"
