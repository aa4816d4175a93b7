"""Models trained on the newsroom's own decisions."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models import Moderated


class ScoreModel(Moderated):
    """One trained model: plain numbers by hashed feature, what it was measured to be, and what became of it.

    No word can be read out of it: it knows positions in a table, not features.
    """

    class State(models.TextChoices):
        MEASURED = "measured", _("Measured")
        IN_USE = "in_use", _("In use")
        REFUSED = "refused", _("Refused")
        REPLACED = "replaced", _("Replaced")

    state = models.CharField(_("state"), max_length=24, choices=State, default=State.MEASURED, editable=False)
    number = models.PositiveIntegerField(_("number"), unique=True)
    trained_at = models.DateTimeField(_("trained"), default=timezone.now)
    trained_until = models.DateTimeField(_("learned from decisions until"))
    decisions = models.PositiveIntegerField(_("decisions it learned from"))
    measures = models.JSONField(_("measures"), default=dict)
    why_not = models.TextField(_("why it was refused"), blank=True)
    weights = (
        models.BinaryField()
    )  # float32, little endian, one for each place in the table, then the intercept
    checksum = models.CharField(max_length=64)  # sha256 of the weights

    class Meta:
        verbose_name = _("score model")
        verbose_name_plural = _("score models")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="in_use"), name="comments_scoremodel_one_in_use"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}"
