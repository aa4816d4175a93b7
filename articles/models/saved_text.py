"""Every saved state of a text, in order: what the desk compares, restores and proves."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.revision import Revision


class SavedText(models.Model):
    """A revision's text as somebody saved it. Append-only: the database refuses to change or delete one."""

    class Origin(models.TextChoices):
        BEGUN = "begun", _("Begun")
        SAVED = "saved", _("Saved")
        MERGED = "merged", _("Merged")
        RESTORED = "restored", _("Restored")
        RESCUED = "rescued", _("Kept at a take-over")
        WIRE = "wire", _("From the wire")

    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="saves", verbose_name=_("revision"), editable=False
    )
    number = models.PositiveIntegerField(_("number"), editable=False)  # 1, 2, 3 … without a gap
    version = models.PositiveIntegerField(editable=False)  # the revision's version that this save made
    text = models.JSONField(editable=False)  # the printed fields, as articles.saving.printed() gives them
    digest = models.CharField(max_length=64, editable=False)  # sha256 of what is printed, as in the revision
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("saved by"),
    )  # empty: the wire
    saved_at = models.DateTimeField(_("saved"), editable=False)
    origin = models.CharField(_("how"), max_length=12, choices=Origin, editable=False)
    reason = models.CharField(_("what changed"), max_length=200, blank=True, editable=False)
    previous_link = models.CharField(max_length=64, blank=True, editable=False)
    link = models.CharField(max_length=64, editable=False)  # sha256 over the row and the link before it

    class Meta:
        verbose_name = _("saved text")
        verbose_name_plural = _("saved texts")
        ordering = ["revision", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "number"], name="articles_savedtext_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.revision_id}/{self.number}"
