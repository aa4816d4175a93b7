"""Feeds: the addresses that are polled."""

from django.db import models
from django.db.models import Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Section, Source

# Begins the address of a feed that is not polled: it holds what was imported by hand from one origin.
DRAWER = "import:"
# Begins the name of a watched folder, into which a wire puts files.
FOLDER = "folder:"
_EMPTY_OBJECT = Value({}, models.JSONField())
_EMPTY_LIST = Value([], models.JSONField())


class Feed(models.Model):
    """One address that is polled. ``next_fetch_at`` is the queue; ``leased_until`` keeps two workers apart."""

    class Health(models.TextChoices):
        NEW = "new", _("Not fetched yet")
        WELL = "well", _("Well")
        FAILING = "failing", _("Failing")
        MUTED = "muted", _("Muted")  # 410, or by hand

    class IdentityRule(models.TextChoices):
        GUID = "guid", _("its guid")
        LINK = "link", _("its address")
        WORDS = "words", _("its words")

    source = models.ForeignKey(Source, models.PROTECT, related_name="feeds", verbose_name=_("source"))
    section = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="feeds",
        verbose_name=_("section for its items"),
    )
    # Of the web, or a watched folder.
    url = models.CharField(_("address"), max_length=1000, unique=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    health = models.CharField(_("health"), max_length=12, choices=Health, default=Health.NEW)
    etag = models.CharField(max_length=300, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    body_digest = models.CharField(max_length=64, blank=True, editable=False)
    interval_minutes = models.PositiveIntegerField(_("minutes between polls"), default=30)
    is_adaptive = models.BooleanField(
        _("learns its rhythm"),
        default=True,
        db_default=True,
        help_text=_(
            "Asks more often in busy hours and less at night; without it, always after the minutes above."
        ),
    )
    rhythm = models.JSONField(default=dict, db_default=_EMPTY_OBJECT, blank=True, editable=False)
    # What the feed itself asks for, as last read: minutes, hours and days to be left alone.
    courtesy = models.JSONField(default=dict, db_default=_EMPTY_OBJECT, blank=True, editable=False)
    next_fetch_at = models.DateTimeField(_("next poll"), null=True, blank=True, default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    last_success_at = models.DateTimeField(_("last success"), null=True, blank=True, editable=False)
    last_item_at = models.DateTimeField(_("last new item"), null=True, blank=True, editable=False)
    last_error = models.TextField(_("last error"), blank=True, editable=False)  # plain words
    # The same to be told in any language, with what was seen: {"code", "params", "evidence"}.
    last_trouble = models.JSONField(default=dict, db_default=_EMPTY_OBJECT, blank=True, editable=False)
    last_error_at = models.DateTimeField(null=True, blank=True, editable=False)
    folder = models.CharField(_("folder"), max_length=100, blank=True, default="", db_default="")
    home_url = models.URLField(_("its site"), max_length=1000, blank=True, default="", db_default="")
    language = models.CharField(_("language"), max_length=12, blank=True, default="", db_default="")
    identity_rule = models.CharField(
        _("same item by"), max_length=8, choices=IdentityRule, default=IdentityRule.GUID, db_default="guid"
    )
    identity_rule_since = models.DateTimeField(null=True, blank=True, editable=False)
    identity_rule_reason = models.TextField(blank=True, default="", db_default="", editable=False)
    # Where it answers from for good, and how often in a row it said so; then the feed's address is changed.
    moved_to = models.URLField(max_length=1000, blank=True, default="", db_default="", editable=False)
    moved_times = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    former_urls = models.JSONField(default=list, db_default=_EMPTY_LIST, blank=True, editable=False)
    # What the desk was told of and has not ended: {"quiet": "2026-11-25T03:00:00Z"}.
    alerts = models.JSONField(default=dict, db_default=_EMPTY_OBJECT, blank=True, editable=False)
    restrictions = models.JSONField(
        _("restrictions of its items"), default=list, db_default=_EMPTY_LIST, blank=True
    )
    rights = models.CharField(_("copyright notice"), max_length=300, blank=True, default="", db_default="")

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
    def is_folder(self) -> bool:
        """A folder that a wire puts files into, not an address of the web."""
        return self.url.startswith(FOLDER)

    @property
    def section_slug(self) -> str:
        """What section-scoped roles look at; empty where each of its items is given a section by the desk."""
        return self.section.slug if self.section is not None else ""
