"""Who gave whom which power, and who took it: written once, changed by nobody."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role


class AccessChange(models.Model):
    """One act on a person's access. A trigger refuses UPDATE and DELETE, the role that the site runs with may not TRUNCATE."""

    class Act(models.TextChoices):
        INVITED = "invited", _("invited")
        INVITATION_REVOKED = "uninvited", _("invitation taken back")
        ACCEPTED = "accepted", _("accepted the invitation")
        GRANTED = "granted", _("role given")
        REVOKED = "revoked", _("role taken away")
        ACTIVATED = "activated", _("account opened")
        DEACTIVATED = "deactivated", _("account closed")
        FACTOR_ADDED = "factor_added", _("second factor set up")
        FACTOR_REMOVED = "factor_removed", _("second factor removed")
        FACTOR_RESET = "factor_reset", _("second factor reset")

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    act = models.CharField(_("act"), max_length=20, choices=Act)
    # Empty while somebody invited has no account; the address stands in ``about``.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="access_changes",
        verbose_name=_("person"),
    )
    # Empty: a command, whose caller the trail does not know.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="access_changes_made",
        verbose_name=_("by"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, blank=True)
    section = models.SlugField(_("section"), blank=True)
    about = models.CharField(_("about"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("change of access")
        verbose_name_plural = _("changes of access")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(act__in=["granted", "revoked"]) | ~models.Q(role=""),
                name="accounts_accesschange_names_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.person or self.about}"
