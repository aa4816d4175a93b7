"""Decisions: append-only."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Decision(models.Model):
    """One passage: who moved what from where to where, and when. The database refuses UPDATE and DELETE.

    Holds no personal text: a reason is stored as a salted commitment here and as words in ``Evidence``, which erasure
    may delete without breaking the chain. ``digest`` covers the row and the digest of the object's decision before it.
    """

    kind = models.CharField(_("kind"), max_length=60)  # model label, "articles.revision"
    object_id = models.BigIntegerField(_("object"))
    name = models.CharField(_("transition"), max_length=40)
    from_state = models.CharField(_("from"), max_length=24)
    to_state = models.CharField(_("to"), max_length=24)
    # Why, as figures count it; the words are in the evidence. Empty where none was chosen.
    reason_code = models.CharField(_("reason code"), max_length=40, blank=True, default="", db_default="")
    object_version = models.PositiveIntegerField(_("version before"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
        db_index=False,  # found by the index that begins with it
    )
    deputy = models.CharField(_("by rule"), max_length=80, blank=True)
    at = models.DateTimeField(_("at"))
    commitment = models.CharField(max_length=64, blank=True)  # sha256(salt + words) of the evidence
    text_digest = models.CharField(max_length=64, blank=True)  # sha256 of the text that was decided on
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    # The database's own number of the transaction, written by a trigger: what a change needs its decision in.
    made_in = models.BigIntegerField(editable=False, default=0, db_default=0)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "object_version"], name="moderation_decision_once"
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) ^ ~Q(deputy=""), name="moderation_decision_one_actor"
            ),
        ]
        indexes = [
            models.Index(fields=["by", "-at"], name="moderation_decision_by_at"),
            models.Index(fields=["-at", "-id"], name="moderation_decision_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.from_state} → {self.to_state}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A decision is never changed.")
        super().save(*args, **kwargs)

    @property
    def actor_name(self) -> str:
        """The person's display name, or the rule's."""
        return str(self.by) if self.by_id else self.deputy
