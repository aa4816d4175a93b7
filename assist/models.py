"""Texts generated from an article: proposed, and shown only after a person approved them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Revision
from moderation.models import Moderated


class GeneratedText(Moderated):
    """One proposal. ``points`` is a list of {"text", "sentence"}: each point and the number of its sentence."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        APPROVED = "approved", _("Approved")
        EDITED = "edited", _("Approved after editing")
        REJECTED = "rejected", _("Rejected")
        EXPIRED = "expired", _("Expired")

    class Kind(models.TextChoices):
        KEY_POINTS = "key_points", _("Key points")

    article = models.ForeignKey(Article, models.CASCADE, related_name="generated", verbose_name=_("article"))
    revision = models.ForeignKey(
        Revision, models.CASCADE, related_name="generated", verbose_name=_("revision")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.KEY_POINTS)
    state = models.CharField(_("state"), max_length=24, choices=State, default=State.PROPOSED)
    points = models.JSONField(_("points"), default=list)
    generator = models.CharField(
        _("made by"), max_length=60
    )  # "extractive 1": what made it, in which version
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    class Meta:
        verbose_name = _("generated text")
        verbose_name_plural = _("generated texts")
        constraints = [
            models.UniqueConstraint(fields=["revision", "kind"], name="assist_one_proposal_per_revision"),
            models.UniqueConstraint(
                fields=["article", "kind"],
                condition=Q(state__in=["approved", "edited"]),
                name="assist_one_shown_per_article",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.revision}"

    @property
    def section_slug(self) -> str:
        """What section-scoped roles look at."""
        return self.article.section.slug
