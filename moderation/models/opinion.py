"""Second opinions: decisions that come to another person once more, without the first decision being told."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models.decision import Decision
from moderation.models.moderated import Moderated


class Opinion(Moderated):
    """One decision of the sample, and what a second person would have decided. It changes nothing by itself."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        GIVEN = "given", _("Given")
        LAPSED = "lapsed", _("No longer asked for")

    state = models.CharField(_("state"), max_length=24, choices=State, default=State.WAITING)
    decision = models.OneToOneField(
        Decision, models.PROTECT, related_name="opinion", verbose_name=_("decision")
    )
    kind = models.CharField(_("kind"), max_length=60)
    object_id = models.BigIntegerField(_("object"))
    section = models.SlugField(_("section"), blank=True, db_index=False)
    rules = models.JSONField(_("why it waited"), default=list)  # names of rules
    first = models.CharField(_("first opinion"), max_length=24)
    second = models.CharField(_("second opinion"), max_length=24, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    given_at = models.DateTimeField(_("given"), null=True, blank=True)

    class Meta:
        verbose_name = _("second opinion")
        verbose_name_plural = _("second opinions")
        permissions = [("give_opinion", _("Can give second opinions"))]
        indexes = [
            models.Index(fields=["kind", "object_id"], name="moderation_opinion_object"),
            models.Index(fields=["-given_at", "-id"], name="moderation_opinion_given"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.first} / {self.second or '?'}"

    @property
    def section_slug(self) -> str:
        """What section-scoped roles look at."""
        return self.section

    @property
    def agrees(self) -> bool:
        return bool(self.second) and self.first == self.second
