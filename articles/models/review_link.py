"""A secret address by which somebody without an account looks at one text."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.revision import Revision

NAME_LENGTH = 80


class ReviewLink(models.Model):
    """One link for one person to one revision. The secret itself is not stored: only its sha256, and half of its making."""

    class Reach(models.TextChoices):
        LOOK = "look", _("Look only")
        COMMENT = "comment", _("Comment, and say whether they agree")
        APPROVE = "approve", _("Comment, and approve in the name of who made the link")

    revision = models.ForeignKey(
        Revision, models.CASCADE, related_name="review_links", verbose_name=_("revision")
    )
    reach = models.CharField(_("what it allows"), max_length=10, choices=Reach, default=Reach.COMMENT)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)  # of the mail; empty: the site's
    nonce = models.CharField(max_length=32, editable=False)  # with SECRET_KEY it makes the token again
    token_digest = models.CharField(max_length=64, unique=True, editable=False)  # sha256 of the token
    text_digest = models.CharField(max_length=64, editable=False)  # of the text when the link was made
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    used = models.PositiveIntegerField(_("opened"), default=0, editable=False)
    used_at = models.DateTimeField(_("last opened"), null=True, blank=True, editable=False)
    approved_digest = models.CharField(
        max_length=64, blank=True, editable=False
    )  # what the reviewer agreed to
    # The mail that carries it waits here; null: nothing to send, or sent, or given up.
    mail_at = models.DateTimeField(null=True, blank=True, editable=False)
    mailed_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    mail_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    mail_error = models.TextField(_("last error"), blank=True, editable=False)

    class Meta:
        verbose_name = _("review link")
        verbose_name_plural = _("review links")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reach__in=["look", "comment", "approve"]), name="articles_reviewlink_reach_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["mail_at"], condition=Q(mail_at__isnull=False), name="articles_reviewlink_mail"
            ),
        ]

    def __str__(self) -> str:
        return self.name
