"""Feeds, what was fetched from them, and the items that came in."""

from django.db import models
from django.db.models import Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Section, Source
from moderation.models import Moderated

# Begins the address of a feed that is not polled: it holds what was imported by hand from one origin.
DRAWER = "import:"


class Feed(models.Model):
    """One address that is polled. ``next_fetch_at`` is the queue; ``leased_until`` keeps two workers apart."""

    class Health(models.TextChoices):
        NEW = "new", _("Not fetched yet")
        WELL = "well", _("Well")
        FAILING = "failing", _("Failing")
        MUTED = "muted", _("Muted")  # 410, or by hand

    source = models.ForeignKey(Source, models.PROTECT, related_name="feeds", verbose_name=_("source"))
    section = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="feeds",
        verbose_name=_("section for its items"),
    )
    url = models.URLField(_("address"), max_length=1000, unique=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    health = models.CharField(_("health"), max_length=12, choices=Health, default=Health.NEW)
    etag = models.CharField(max_length=300, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    body_digest = models.CharField(max_length=64, blank=True, editable=False)
    interval_minutes = models.PositiveIntegerField(_("minutes between polls"), default=30)
    next_fetch_at = models.DateTimeField(_("next poll"), null=True, blank=True, default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    last_success_at = models.DateTimeField(_("last success"), null=True, blank=True, editable=False)
    last_item_at = models.DateTimeField(_("last new item"), null=True, blank=True, editable=False)
    last_error = models.TextField(_("last error"), blank=True, editable=False)  # plain words
    last_error_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        ordering = ["source__name", "title"]
        indexes = [
            models.Index(fields=["next_fetch_at"], condition=~Q(health="muted"), name="feeds_due"),
        ]

    def __str__(self) -> str:
        return self.title or self.url

    @property
    def is_drawer(self) -> bool:
        """Holds imports; there is nothing to poll."""
        return self.url.startswith(DRAWER)

    @property
    def section_slug(self) -> str:
        """What section-scoped roles look at; empty where each of its items is given a section by the desk."""
        return self.section.slug if self.section is not None else ""


class Fetch(models.Model):
    """One poll: what was asked, what came, what became of it."""

    class Outcome(models.TextChoices):
        NEW_ITEMS = "new_items", _("New items")
        NOTHING_NEW = "nothing_new", _("Nothing new")
        NOT_MODIFIED = "not_modified", _("Not modified")
        FAILED = "failed", _("Failed")

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="fetches", verbose_name=_("feed"))
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"))
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    detail = models.TextField(_("in words"), blank=True)
    evidence = models.TextField(_("evidence"), blank=True)  # first bytes, line of the error
    size = models.PositiveIntegerField(_("bytes"), default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    duplicate = models.PositiveIntegerField(_("duplicates"), default=0)
    failed = models.PositiveIntegerField(_("failed"), default=0)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    body = models.BinaryField(null=True, blank=True)  # compressed, for replay

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering = ["-id"]
        indexes = [models.Index(fields=["feed", "-id"], name="feeds_fetch_history")]

    def __str__(self) -> str:
        return f"{self.feed_id} {self.started_at:%Y-%m-%d %H:%M}"


class ImportedItem(Moderated):
    """One report as it came, waiting at the door. ``identity`` is what makes it the same item next time."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        DUPLICATE = "duplicate", _("Duplicate")
        HELD = "held", _("Held")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Rejected")

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="items", verbose_name=_("feed"))
    identity = models.CharField(max_length=64)  # sha256 of guid, else canonical link, else fingerprint
    guid = models.TextField(_("guid"), blank=True)
    link = models.URLField(_("original"), max_length=2000, blank=True)
    fingerprint = models.CharField(max_length=64, db_index=True)  # of the words: same copy from elsewhere
    content_digest = models.CharField(max_length=64)  # of everything: tells an update
    state = models.CharField(_("state"), max_length=24, choices=State, default=State.RECEIVED)
    headline = models.CharField(_("headline"), max_length=500)
    summary = models.TextField(_("summary"), blank=True)  # plain text
    body = models.TextField(_("text"), blank=True)  # sanitised HTML
    authors = models.JSONField(_("authors"), default=list, blank=True)
    categories = models.JSONField(_("categories"), default=list, blank=True)
    credit = models.CharField(_("credit"), max_length=120, blank=True)
    rights = models.CharField(_("rights"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    picture_url = models.URLField(_("picture"), max_length=2000, blank=True)
    picture_credit = models.CharField(_("picture credit"), max_length=120, blank=True)
    picture_caption = models.CharField(_("picture caption"), max_length=500, blank=True)
    published_at = models.DateTimeField(_("published there"), null=True, blank=True)
    is_doubtful = models.BooleanField(_("doubtful"), default=False)  # a date or guid that cannot be trusted
    doubts = models.JSONField(
        _("doubts"), default=list, db_default=Value([], models.JSONField()), blank=True
    )  # their names, see feeds.doubts
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    updated_at = models.DateTimeField(_("updated"), null=True, blank=True)
    duplicate_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="duplicates",
        verbose_name=_("same copy as"),
    )
    article = models.ForeignKey(
        Article,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="imported_from",
        verbose_name=_("article"),
    )

    class Meta:
        verbose_name = _("imported item")
        verbose_name_plural = _("imported items")
        ordering = ["-received_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["feed", "identity"], name="feeds_item_once")]

    def __str__(self) -> str:
        return self.headline

    @property
    def section_slug(self) -> str:
        """What section-scoped roles look at."""
        return self.feed.section_slug
