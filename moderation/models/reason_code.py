"""Reasons of decisions by code: what a person chooses by one key, and figures count."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReasonCode(models.Model):
    """One reason of the newsroom's own, or its words for one that the house brings (the same ``code``).

    Decisions hold the code and a copy of the words, so that a change here changes no past.
    """

    code = models.SlugField(
        _("code"), max_length=40, unique=True, help_text=_("What figures count; it stays once it was used.")
    )
    kind = models.CharField(
        _("kind"),
        max_length=60,
        blank=True,
        help_text=_("Such as “comments.comment”; empty: for every kind."),
    )
    key = models.CharField(
        _("key"),
        max_length=1,
        blank=True,
        validators=[RegexValidator("^[1-9]$", _("One of the digits 1 to 9."))],
        help_text=_("The digit that chooses it after “reject”."),
    )
    label = models.CharField(_("short"), max_length=60, help_text=_("What moderators read."))
    words = models.TextField(
        _("words for the author"), max_length=1_000, help_text=_("The author reads this as the reason.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=50)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons to reject")
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(is_active=True) & ~Q(key=""),
                name="moderation_reason_key_once",
                violation_error_message=_("Another reason has this key already."),
            )
        ]

    def __str__(self) -> str:
        return self.label
