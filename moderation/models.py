"""Decisions (append-only), what they rest on, and what waits for a person."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Moderated(models.Model):
    """What passes the door: a state and a version; both change only through ``moderation.transition``.

    Concrete models redeclare ``state`` with their own choices.
    """

    state = models.CharField(_("state"), max_length=24)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True


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


class Evidence(models.Model):
    """The words behind a decision; may be erased, the decision's commitment stays."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="evidence", primary_key=True)
    salt = models.CharField(max_length=32)
    words = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")

    def __str__(self) -> str:
        return self.words


class Item(models.Model):
    """What waits for a person: one waiting row per object, closed by the decision that settles it."""

    kind = models.CharField(_("kind"), max_length=60)
    object_id = models.BigIntegerField(_("object"))
    section = models.SlugField(_("section"), blank=True, db_index=False)  # few wait: found among those
    priority = models.SmallIntegerField(_("priority"), default=0)  # higher first
    reasons = models.JSONField(_("reasons"), default=list)  # every rule that spoke: [{"rule", "words"}]
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
                fields=["lease_holder"], condition=Q(lease_holder__isnull=False), name="moderation_item_held"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Trace(models.Model):
    """What the database itself wrote down, by triggers, of changes that matter and pass no door: roles, embargoes.

    The site's role may only read it. Holds no personal text. ``link`` covers the row and the link before it.
    """

    table = models.CharField(_("table"), max_length=63)
    row = models.BigIntegerField(_("row"))
    act = models.CharField(_("what happened"), max_length=12)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    role = models.CharField(_("database role"), max_length=63)
    made_in = models.BigIntegerField()
    at = models.DateTimeField(_("at"))  # by the database's clock
    previous_link = models.CharField(max_length=64, blank=True)
    link = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("trace")
        verbose_name_plural = _("traces")
        ordering = ["-id"]
        indexes = [models.Index(fields=["table", "row", "id"], name="moderation_trace_of_row")]

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.act}"


class Checkpoint(models.Model):
    """Where every chain stood at a moment, signed: a chain that was cut or computed anew no longer holds its head."""

    made_at = models.DateTimeField(_("made"))
    bounds = models.JSONField()  # table → its highest row then; what came later is the next checkpoint's
    heads = models.JSONField()  # [table, row, digest] of each chain that grew since the checkpoint before
    count = models.PositiveIntegerField(_("heads"))
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)  # sha256 over all of the above
    signature = models.CharField(max_length=64)  # HMAC of the digest, by a key that is not in the database

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}: {self.digest[:12]}"
