"""What waits for a person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moderation.models.decision import Decision


class Item(models.Model):
    """What waits for a person: one waiting row per object, closed by the decision that settles it."""

    kind = models.CharField(_("kind"), max_length=60)
    object_id = models.BigIntegerField(_("object"))
    section = models.SlugField(_("section"), blank=True, db_index=False)  # few wait: found among those
    # Whose it is and in which language, where the kind has such: for the filters alone.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
        db_index=False,  # few wait: found by the index of those
    )
    language = models.CharField(_("language"), max_length=12, blank=True, default="", db_default="")
    priority = models.SmallIntegerField(_("priority"), default=0)  # higher first
    reasons = models.JSONField(
        _("reasons"), default=list
    )  # every rule that spoke: [{"rule", "words", "evidence", "otherwise"}]
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    lease_holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("held by"),
        db_index=False,  # found by the index of those that are held
    )
    lease_until = models.DateTimeField(_("held until"), null=True, blank=True)

    class Meta:
        verbose_name = _("waiting item")
        verbose_name_plural = _("waiting items")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"], condition=Q(closed_at=None), name="moderation_item_waits_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["-priority", "created_at", "id"],
                condition=Q(closed_at=None),
                name="moderation_item_waiting",
            ),
            models.Index(fields=["kind", "object_id"], name="moderation_item_object"),
            models.Index(
                fields=["closed_at"], condition=Q(closed_at__isnull=False), name="moderation_item_closed"
            ),
            models.Index(fields=["author"], condition=Q(closed_at=None), name="moderation_item_author"),
            models.Index(
                fields=["lease_holder"], condition=Q(lease_holder__isnull=False), name="moderation_item_held"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
