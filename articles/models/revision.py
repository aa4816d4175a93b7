"""A text of an article, and the notes that go with published changes."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.correction_chain import link_of
from articles.models.article import Article
from articles.models.image import Image
from moderation.models import Moderated

HEADLINE_LENGTH = 200  # a longer one is a standfirst


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Reads in the words of the trade."""

    def working(self) -> Self:
        """Not yet live and not history."""
        return self.filter(state__in=Revision.WORKING)

    def with_article(self) -> Self:
        return self.select_related("article__section", "article__source", "changed_by", "approved_by")


class Revision(Moderated):
    """One text. The state lives here and nowhere else; a published revision is never altered."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        CHANGES_REQUESTED = "changes_requested", _("Changes requested")
        APPROVED = "approved", _("Approved")
        SCHEDULED = "scheduled", _("Scheduled")
        LIVE = "live", _("Live")
        SUPERSEDED = "superseded", _("Superseded")

    class Change(models.TextChoices):
        FIRST = "first", _("First publication")
        MINOR = "minor", _("Minor change")
        UPDATE = "update", _("Update")
        CORRECTION = "correction", _("Correction")

    WORKING = (State.DRAFT, State.IN_REVIEW, State.CHANGES_REQUESTED, State.APPROVED, State.SCHEDULED)
    EDITABLE = (State.DRAFT, State.IN_REVIEW, State.CHANGES_REQUESTED)

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions", verbose_name=_("article"))
    state = models.CharField(_("state"), max_length=24, choices=State, default=State.DRAFT, editable=False)

    headline = models.CharField(_("headline"), max_length=HEADLINE_LENGTH)
    short_headline = models.CharField(
        _("short headline"), max_length=90, blank=True, help_text=_("For cards.")
    )
    seo_title = models.CharField(
        _("title for search engines"),
        max_length=110,
        blank=True,
        default="",
        db_default="",
        help_text=_("Empty: the headline."),
    )
    standfirst = models.TextField(_("standfirst"), max_length=500, blank=True)
    dateline_place = models.CharField(
        _("dateline"), max_length=80, blank=True, help_text=_("The place: Lisbon.")
    )
    dateline_date = models.DateField(_("date of the dateline"), null=True, blank=True)
    body = models.TextField(_("text"))  # sanitised HTML
    credit = models.CharField(_("agency credit"), max_length=120, blank=True)
    lead_image = models.ForeignKey(
        Image, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead picture")
    )

    change = models.CharField(_("kind of change"), max_length=12, choices=Change, default=Change.FIRST)
    change_note = models.TextField(_("note to readers"), blank=True)

    digest = models.CharField(max_length=64, editable=False)  # sha256 of all that is printed
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("begun by"),
    )  # whose text it stays, whoever works on it later; empty: the wire
    changed_at = models.DateTimeField(_("last changed"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("last changed by"),
    )  # empty: unedited wire copy, whose last changer is the feed
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    approved_digest = models.CharField(max_length=64, blank=True, editable=False)
    approval_overridden = models.BooleanField(
        _("approved without a second person"), default=False, editable=False
    )
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True, editable=False)
    publish_zone = models.CharField(_("time zone"), max_length=64, blank=True, editable=False)
    # Its time came and it could not be published: since when, and why. Empty again once the schedule changes.
    publish_refused_at = models.DateTimeField(_("publication refused"), null=True, blank=True, editable=False)
    publish_refusal = models.TextField(
        _("why it was not published"), blank=True, default="", db_default="", editable=False
    )
    published_at = models.DateTimeField(_("went live"), null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["Revision"]] = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(state="live"), name="articles_revision_one_live"
            ),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(state__in=["draft", "in_review", "changes_requested", "approved", "scheduled"]),
                name="articles_revision_one_working",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_review", "changes_requested"])
                | Q(approved_by__isnull=False, approved_at__isnull=False, approved_digest=F("digest")),
                name="articles_revision_approved_text",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | Q(changed_by=None)
                | ~Q(approved_by=F("changed_by"))
                | Q(approval_overridden=True),
                name="articles_revision_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(publish_at__isnull=False),
                name="articles_revision_has_schedule",
            ),
            models.CheckConstraint(
                condition=~Q(state="live") | Q(published_at__isnull=False),
                name="articles_revision_live_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["publish_at", "id"], condition=Q(state="scheduled"), name="articles_publish_due"
            ),
            models.Index(
                fields=["state", "-changed_at"],
                condition=Q(state__in=["draft", "in_review", "changes_requested", "approved", "scheduled"]),
                name="articles_worked_on",
            ),
            models.Index(
                fields=["-approved_at"],
                condition=Q(approval_overridden=True),
                name="articles_overridden",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def section_slug(self) -> str:
        """What section-scoped roles look at."""
        return self.article.section.slug

    @property
    def is_editable(self) -> bool:
        return self.state in self.EDITABLE


class Correction(models.Model):
    """A published change that readers are told of: an update or a correction, with its note and time."""

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="corrections", verbose_name=_("article")
    )
    revision = models.OneToOneField(
        Revision, models.PROTECT, related_name="correction", verbose_name=_("revision")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Revision.Change)
    note = models.TextField(_("note to readers"))
    published_at = models.DateTimeField(_("published"))
    # A chain of each article's notes, as saved texts have one: see articles.correction_chain.
    previous_link = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    link = models.CharField(max_length=64, default="", db_default="", editable=False)
    # Work that waits (swept): those who got the wrong version are told.
    told_at = models.DateTimeField(_("readers told"), null=True, blank=True, editable=False)
    told_count = models.PositiveIntegerField(_("people told"), default=0, db_default=0, editable=False)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-published_at", "-id"]
        indexes = [models.Index(fields=["id"], condition=Q(told_at=None), name="articles_correction_untold")]

    def __str__(self) -> str:
        return self.note

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new one is linked to the article's newest; call it with the article's row locked."""
        if self._state.adding:
            newest = Correction.objects.filter(article=self.article_id).order_by("-id").first()
            self.previous_link = newest.link if newest else ""
            self.link = link_of(self)
        super().save(*args, **kwargs)
