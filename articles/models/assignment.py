"""Who is to write what until when: work that is given out, with or without an article yet."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.structure import Section

TITLE_LENGTH = 200


class Assignment(models.Model):
    """One piece of work. Without an article it is an idea; without an assignee nobody has taken it on yet."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    article = models.ForeignKey(
        Article,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("article"),
    )
    section = models.ForeignKey(
        Section, models.PROTECT, related_name="assignments", verbose_name=_("section")
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("for"),
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("assigned by")
    )
    brief = models.TextField(_("brief"), max_length=2_000, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    due_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    # Work that waits (swept): the word that it is due soon, and the word that it is overdue.
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    overdue_told_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        permissions = [("assign_work", "Can give out work")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | Q(~Q(state="open"), closed_at__isnull=False),
                name="articles_assignment_closed_has_time",
            ),
            models.CheckConstraint(
                condition=Q(due_at=None) | ~Q(due_zone=""), name="articles_assignment_due_has_zone"
            ),
        ]
        indexes = [
            models.Index(
                fields=["assignee", "due_at"], condition=Q(state="open"), name="articles_assignment_person"
            ),
            models.Index(
                fields=["section", "due_at"], condition=Q(state="open"), name="articles_assignment_desk"
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(state="open", overdue_told_at=None),
                name="articles_assignment_due",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def section_slug(self) -> str:
        """What section-scoped roles look at."""
        return self.section.slug

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def due_on_its_clock(self) -> datetime | None:
        """When it is due, on the clock of the zone in which that was said."""
        return self.due_at.astimezone(ZoneInfo(self.due_zone)) if self.due_at else None

    def is_overdue(self, now: datetime) -> bool:
        """Whether it should have been done by ``now``."""
        return self.is_open and self.due_at is not None and self.due_at <= now
