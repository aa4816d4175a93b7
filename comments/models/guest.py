"""What somebody without an account has written, while it waits for them to confirm their address."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.models.comment import MAX_LENGTH, Comment

CONFIRMED_WITHIN = timedelta(hours=48)  # a mail is read when it is read; longer, and the talk has moved on


def _end() -> Any:
    return timezone.now() + CONFIRMED_WITHIN


class GuestText(models.Model):
    """No comment yet, and nobody's: the row is gone once its link was opened, or with its time."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name=_("article"))
    parent = models.ForeignKey(
        Comment, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("in reply to")
    )
    name = models.CharField(_("name"), max_length=60)
    email = models.EmailField(_("e-mail address"))
    text = models.TextField(_("text"), max_length=MAX_LENGTH)
    language = models.CharField(_("language of the mail"), max_length=12, blank=True)
    suspicions: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    submission = models.UUIDField(unique=True, editable=False)
    # The link's token is made when the mail leaves and is nowhere stored; only its sha256 is.
    token_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 — many without a mail yet
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    expires_at = models.DateTimeField(_("good until"), default=_end)
    # The row is the queue: a time while a mail is owed, empty once it has left.
    mail_due_at = models.DateTimeField(_("mail due"), null=True, blank=True, default=timezone.now)
    mail_attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("text of a guest")
        verbose_name_plural = _("texts of guests")
        indexes = [
            models.Index(
                fields=["mail_due_at", "id"],
                condition=Q(mail_due_at__isnull=False),
                name="comments_guesttext_to_mail",
            ),
            models.Index(fields=["email", "created_at"], name="comments_guesttext_by_email"),
            models.Index(fields=["expires_at"], name="comments_guesttext_expiring"),
        ]

    def __str__(self) -> str:
        return self.text[:60]
