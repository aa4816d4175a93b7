"""What moderators do about a person, besides deciding on their comments: it is always told, and it always ends or can be lifted."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from moderation.models import Moderated

SHORTEST_SUSPENSION = timedelta(hours=1)  # less is over before its mail is read
LONGEST_SUSPENSION = timedelta(days=30)  # more is a ban, and another's to decide


class MeasureQuerySet(models.QuerySet["Measure"]):
    """Questions in the words of the trade."""

    def in_force(self, now: datetime) -> Self:
        """Taken, not lifted, not run out. What runs out does so by the clock alone: nothing has to sweep it."""
        return self.filter(state=Measure.State.IN_FORCE).filter(Q(until=None) | Q(until__gt=now))

    def felt(self) -> Self:
        """All but notes, which change nothing for the person."""
        return self.exclude(kind=Measure.Kind.NOTE)

    def in_section(self, slug: str) -> Self:
        """Those that count in a section: its own and those of the whole site."""
        return self.filter(section__in=["", slug])


class Measure(Moderated):
    """One measure against a person, or a note about them. ``words`` is the reason as it stands now; they read it."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Note")
        WARNING = "warning", _("Warning")
        PREMODERATION = "premoderation", _("Review before publication")
        SUSPENSION = "suspension", _("Suspension")
        BAN = "ban", _("Ban")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Not taken yet")
        IN_FORCE = "in_force", _("In force")
        LIFTED = "lifted", _("Lifted")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="measures", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    state = models.CharField(_("state"), max_length=24, choices=State, default=State.PROPOSED)
    # Slug of the section in which it counts; empty: everywhere.
    section = models.SlugField(_("section"), blank=True, db_index=False)
    words = models.TextField(_("reason"))
    comment = models.ForeignKey(
        Comment, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("because of")
    )
    taken_at = models.DateTimeField(_("taken"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)

    objects: ClassVar[models.Manager["Measure"]] = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="suspension") | Q(until__isnull=False),
                name="comments_measure_suspension_ends",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("taken_at")),
                name="comments_measure_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | Q(kind="warning"),
                name="comments_measure_warnings_are_acknowledged",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def section_slug(self) -> str:
        """What section-scoped roles look at."""
        return self.section

    @property
    def needs_acknowledging(self) -> bool:
        """Whether the person has to say that they read it before they write again."""
        return self.kind == self.Kind.WARNING and self.acknowledged_at is None

    def holds(self, now: datetime) -> bool:
        """As the queryset says it, of one measure."""
        return self.state == self.State.IN_FORCE and (self.until is None or self.until > now)

    @property
    def is_over(self) -> bool:
        """Whether it has run out or was lifted."""
        return not self.holds(timezone.now())
