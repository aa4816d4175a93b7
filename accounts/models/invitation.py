"""Somebody who was asked to work here and has not answered yet."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role

# Long enough for a holiday week, short enough that a forgotten mail opens nothing.
GOOD_FOR = timedelta(days=7)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions in the words of the trade."""

    def open(self) -> "InvitationQuerySet":
        """Neither accepted nor taken back; it may have run out, and may be sent again."""
        return self.filter(accepted_at=None, revoked_at=None)

    def to_mail(self) -> "InvitationQuerySet":
        """Open ones whose mail has not left, in the order of their turn."""
        return self.open().filter(mail_due_at__isnull=False).order_by("mail_due_at", "pk")


class Invitation(models.Model):
    """An address, the roles that wait for it, and the fingerprint of the link that was mailed.

    The link's token is made when the mail leaves and is nowhere stored; only its sha256 is.
    """

    email = models.EmailField(_("e-mail address"))
    display_name = models.CharField(_("name"), max_length=60)
    language = models.CharField(_("language of the mail"), max_length=12, blank=True)
    # [["editor", "world"], ["reporter", ""]]: role and slug of the section, empty for all of them.
    roles: "models.JSONField[Any, Any]" = models.JSONField(_("roles"), default=list)
    token_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 — many without a mail yet
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="invitations_sent",
        verbose_name=_("invited by"),
    )
    created_at = models.DateTimeField(_("invited"), default=timezone.now)
    expires_at = models.DateTimeField(_("good until"))
    # The row is the queue: a time while a mail is owed, empty once it has left.
    mail_due_at = models.DateTimeField(_("mail due"), null=True, blank=True, default=timezone.now)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    mail_error = models.TextField(_("last error"), blank=True, default="", db_default="")
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations_accepted",
        verbose_name=_("accepted by"),
    )
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="accounts_invitation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="accounts_invitation_one_end"
            ),
        ]
        indexes = [
            models.Index(
                fields=["mail_due_at", "id"],
                condition=Q(mail_due_at__isnull=False, accepted_at=None, revoked_at=None),
                name="accounts_invitation_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.display_name} <{self.email}>"

    @property
    def places(self) -> list[tuple[Role, str]]:
        """The roles as (role, section slug or "")."""
        return [(Role(role), section) for role, section in self.roles]
