"""The article: what stays the same while its text passes through revisions."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.models.structure import Author, Section, Source, Story
from articles.models.talk_defaults import CommentsMode
from articles.restrictions import NO_ARCHIVE, NOT_EXPORTED, NOT_INDEXED, NOT_SYNDICATED

_EMPTY_LIST = Value([], models.JSONField())


class ArticleQuerySet(models.QuerySet["Article"]):
    """Reads in the words of the trade."""

    def published(self) -> Self:
        """With a live revision, neither withdrawn nor expired."""
        return self.filter(live__isnull=False, withdrawn_at=None)

    def syndicable(self) -> Self:
        """What may be handed on to others: feeds, the sitemap, the read API."""
        return self._without(NOT_SYNDICATED)

    def exportable(self) -> Self:
        """What may be handed on to systems of other media, whole: ninjs and NITF."""
        return self._without(NOT_EXPORTED)

    def indexable(self) -> Self:
        """What search engines are told of: nothing that must be gone again after its days."""
        return self._without(NOT_INDEXED)

    def _without(self, names: Iterable[str]) -> Self:
        found = self
        for name in names:
            found = found.exclude(restrictions__contains=[name])
        return found

    def in_section(self, section: Section) -> Self:
        return self.filter(section=section)

    def for_list(self) -> Self:
        """All that a card shows, without bodies; newest first."""
        return (
            self.select_related("section", "source", "live", "live__lead_image")
            .defer("live__body")
            .order_by("-published_at", "-id")
        )


class Article(models.Model):
    """One article. Its texts are revisions: at most one live (what readers see), at most one working."""

    class Kind(models.TextChoices):
        REPORT = "report", _("Report")
        ANALYSIS = "analysis", _("Analysis")
        OPINION = "opinion", _("Opinion")

    CommentsMode = CommentsMode

    section = models.ForeignKey(Section, models.PROTECT, related_name="articles", verbose_name=_("section"))
    slug = models.SlugField(_("slug"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.REPORT)
    source = models.ForeignKey(Source, models.PROTECT, related_name="articles", verbose_name=_("source"))
    original_url = models.URLField(_("original"), max_length=1000, blank=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    urgency = models.PositiveSmallIntegerField(
        _("urgency"), default=5, help_text=_("1 is most urgent, 9 least.")
    )
    story = models.ForeignKey(
        Story,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("story"),
        help_text=_("The running topic that this article belongs to."),
    )
    is_sensitive = models.BooleanField(
        _("sensitive content"),
        default=False,
        db_default=False,
        help_text=_("Readers are warned before the text and its pictures."),
    )
    # Whose it is and what its owner allows; obeyed wherever articles go out, see ``articles.restrictions``.
    copyright_notice = models.CharField(
        _("copyright notice"), max_length=300, blank=True, default="", db_default=""
    )
    restrictions = models.JSONField(_("restrictions"), default=list, db_default=_EMPTY_LIST, blank=True)
    usage_terms = models.TextField(_("usage terms"), blank=True, default="", db_default="")
    canonical_url = models.URLField(
        _("canonical address"),
        max_length=1000,
        blank=True,
        default="",
        db_default="",
        help_text=_("Where search engines should find this text, if not here."),
    )
    # Instants, each with the name of the zone in whose clock it was chosen.
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    embargo_zone = models.CharField(_("time zone"), max_length=64, blank=True, default="", db_default="")
    expires_at = models.DateTimeField(
        _("expires"), null=True, blank=True, help_text=_("From then on readers no longer find it.")
    )
    expires_zone = models.CharField(_("time zone"), max_length=64, blank=True, default="", db_default="")
    review_on = models.DateField(
        _("look again on"),
        null=True,
        blank=True,
        help_text=_("When somebody should see whether it still holds."),
    )
    authors = models.ManyToManyField(
        Author, through="Byline", related_name="articles", verbose_name=_("authors")
    )
    tags = TaggableManager(verbose_name=_("tags"), blank=True)
    # How its comments are taken; empty: as the section says. Changed through articles.talk.setting alone.
    comments_mode = models.CharField(
        _("comments"), max_length=14, choices=CommentsMode, blank=True, default="", db_default=""
    )
    comments_notice = models.CharField(
        _("words to readers"), max_length=300, blank=True, default="", db_default=""
    )
    comments_set_at = models.DateTimeField(_("comments set"), null=True, blank=True, editable=False)
    comments_close_at = models.DateTimeField(_("comments close"), null=True, blank=True)
    comments_close_zone = models.CharField(
        _("time zone"), max_length=64, blank=True, default="", db_default=""
    )
    # Whether they stay open although the section's close after some days.
    comments_stay_open = models.BooleanField(_("comments stay open"), default=False, db_default=False)
    # Work that waits (swept): its page was made anew once the comments had closed by the clock.
    comments_ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    comment_count = models.PositiveIntegerField(_("visible comments"), default=0, editable=False)
    # Read models, changed only with the revision's state in the same transaction.
    live = models.OneToOneField(
        "articles.Revision", models.PROTECT, null=True, blank=True, editable=False, related_name="live_of"
    )
    published_at = models.DateTimeField(_("first published"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("last published change"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawal_notice = models.TextField(_("notice to readers"), blank=True)
    # Off the site is one column, withdrawn_at; this one beside it says that its time ran out and nobody withdrew it.
    expired_at = models.DateTimeField(_("expired"), null=True, blank=True, editable=False)
    # Work that waits (swept): links to related articles, key points.
    related_at = models.DateTimeField(null=True, blank=True, editable=False)
    key_points_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects: ClassVar[models.Manager["Article"]] = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [
            # The address of a published article: section, day, slug. Drafts have no day yet.
            models.UniqueConstraint(fields=["section", "slug"], name="articles_article_slug_once"),
            models.CheckConstraint(
                condition=Q(live=None) | Q(published_at__isnull=False), name="articles_article_live_has_time"
            ),
            models.CheckConstraint(
                condition=Q(urgency__range=(1, 9)), name="articles_article_urgency_in_range"
            ),
            models.CheckConstraint(
                condition=Q(expired_at=None) | Q(withdrawn_at=F("expired_at")),
                name="articles_article_expired_is_off",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(live__isnull=False, withdrawn_at=None),
                name="articles_published",
            ),
            models.Index(
                fields=["section", "-published_at", "-id"],
                condition=Q(live__isnull=False, withdrawn_at=None),
                name="articles_published_section",
            ),
            models.Index(
                fields=["source", "-published_at", "-id"],
                condition=Q(live__isnull=False, withdrawn_at=None),
                name="articles_published_source",
            ),
            models.Index(
                fields=["expires_at", "id"],
                condition=Q(live__isnull=False, withdrawn_at=None, expires_at__isnull=False),
                name="articles_expiry_due",
            ),
            models.Index(
                fields=["review_on", "id"],
                condition=Q(live__isnull=False, withdrawn_at=None, review_on__isnull=False),
                name="articles_look_again_due",
            ),
            models.Index(
                fields=["id"], condition=Q(live__isnull=False, related_at=None), name="articles_related_due"
            ),
            models.Index(
                fields=["id"],
                condition=Q(live__isnull=False, key_points_at=None),
                name="articles_key_points_due",
            ),
            models.Index(
                fields=["comments_close_at"],
                condition=Q(comments_close_at__isnull=False, comments_ended_at=None),
                name="articles_comments_close_due",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        """The public address; the short link while there is no day of publication."""
        if self.published_at is None:
            return reverse("reader:short", args=[self.pk])
        day = timezone.localtime(self.published_at)
        return reverse(
            "reader:article", args=[self.section.slug, f"{day:%Y}", f"{day:%m}", f"{day:%d}", self.slug]
        )

    @property
    def section_slug(self) -> str:
        """What section-scoped roles look at."""
        return self.section.slug

    @property
    def is_published(self) -> bool:
        return self.live_id is not None and self.withdrawn_at is None

    @property
    def is_syndicable(self) -> bool:
        """As the queryset says it, of one article."""
        return not set(NOT_SYNDICATED) & set(self.restrictions)

    @property
    def is_exportable(self) -> bool:
        """As the queryset says it, of one article."""
        return not set(NOT_EXPORTED) & set(self.restrictions)

    @property
    def is_indexable(self) -> bool:
        """Whether search engines may keep it; a page that is to be gone again is kept from them."""
        return NO_ARCHIVE not in self.restrictions

    def is_under_embargo(self, now: datetime) -> bool:
        """Whether the embargo still holds at ``now``."""
        return self.embargo_until is not None and now < self.embargo_until


class Byline(models.Model):
    """One author of an article, in order."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, verbose_name=_("author"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    role = models.CharField(_("role"), max_length=60, blank=True, help_text=_("Such as “in Lisbon”."))

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["article", "author"], name="articles_byline_once")]

    def __str__(self) -> str:
        return str(self.author)


class Redirect(models.Model):
    """An address that an article once had; it answers 301 for ever."""

    path = models.CharField(max_length=300, unique=True)
    slug = models.SlugField(
        max_length=120, default="", db_default=""
    )  # the end of the path: no other text takes it
    article = models.ForeignKey(Article, models.CASCADE, related_name="redirects")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.path
