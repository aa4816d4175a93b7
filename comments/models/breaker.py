"""The heat breaker of a thread: slower, or held, until a certain moment."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from moderation.models import Moderated


class Breaker(Moderated):
    """One thread that was slowed or held because it ran hot; it ends by itself, or a person lifts it."""

    class State(models.TextChoices):
        COOL = "cool", _("Not acting")
        ACTING = "acting", _("Acting")
        LIFTED = "lifted", _("Lifted")
        OVER = "over", _("Over")

    class Kind(models.TextChoices):
        SLOW = "slow", _("Slow mode")
        HOLD = "hold", _("Comments are held")

    article = models.ForeignKey(Article, models.CASCADE, related_name="breakers", verbose_name=_("article"))
    state = models.CharField(_("state"), max_length=24, choices=State, default=State.COOL, editable=False)
    kind = models.CharField(_("what it does"), max_length=10, choices=Kind, default=Kind.SLOW)
    minutes = models.PositiveSmallIntegerField(_("minutes between two comments"), default=0)
    began_at = models.DateTimeField(_("began"))
    ends_at = models.DateTimeField(_("ends"))
    why = models.TextField(_("why"))
    facts = models.JSONField(_("figures"), default=dict)

    class Meta:
        verbose_name = _("heat breaker")
        verbose_name_plural = _("heat breakers")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(state="acting"), name="comments_breaker_one_acting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.get_kind_display()}"

    @property
    def section_slug(self) -> str:
        """What section-scoped roles look at."""
        return self.article.section.slug
