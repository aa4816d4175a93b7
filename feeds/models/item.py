"""What came in: items, their versions, and the graves of those that were deleted."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Section
from feeds.models.feed import Feed
from feeds.models.fetch import Fetch
from moderation.models import Moderated

_EMPTY_OBJECT = Value({}, models.JSONField())
_EMPTY_LIST = Value([], models.JSONField())
_NO_NUMBERS = Value([], ArrayField(models.BigIntegerField()))


class ImportedItem(Moderated):
    """One report as it came, waiting at the door. ``identity`` is what makes it the same item next time."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        DUPLICATE = "duplicate", _("Duplicate")
        HELD = "held", _("Held")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn by the wire")

    class WireStatus(models.TextChoices):
        USABLE = "usable", _("Usable")
        WITHHELD = "withheld", _("Withheld")
        CANCELED = "canceled", _("Killed")

    # Found by the indexes that begin with it.
    feed = models.ForeignKey(
        Feed, models.CASCADE, related_name="items", verbose_name=_("feed"), db_index=False
    )
    identity = models.CharField(max_length=64)  # sha256 of guid, else canonical link, else fingerprint
    guid = models.TextField(_("guid"), blank=True)
    link = models.URLField(_("original"), max_length=2000, blank=True)
    # Hashes of guid and link as they are compared: the item is found again when the feed's identity rule changes.
    guid_key = models.BigIntegerField(null=True, editable=False)
    link_key = models.BigIntegerField(null=True, editable=False)
    fingerprint = models.CharField(max_length=64)  # of the words: same copy from elsewhere
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
    # What wires say of their copy beyond what feeds say (ninjs, NewsML-G2, NITF).
    wire_version = models.CharField(
        _("the wire's version"), max_length=40, blank=True, default="", db_default=""
    )
    wire_status = models.CharField(
        _("the wire's word"),
        max_length=10,
        choices=WireStatus,
        default=WireStatus.USABLE,
        db_default="usable",
    )
    urgency = models.PositiveSmallIntegerField(
        _("urgency"), null=True, blank=True
    )  # IPTC: 1 is a flash, 8 the least
    dateline = models.CharField(_("dateline"), max_length=120, blank=True, default="", db_default="")
    byline = models.CharField(_("byline"), max_length=300, blank=True, default="", db_default="")
    embargo_until = models.DateTimeField(_("embargo"), null=True, blank=True)
    restrictions = models.JSONField(_("restrictions"), default=list, db_default=_EMPTY_LIST, blank=True)
    usage_terms = models.TextField(_("usage terms"), blank=True, default="", db_default="")
    # To editors alone: "corrects the spelling in paragraph 3".
    wire_note = models.TextField(_("note to editors"), blank=True, default="", db_default="")
    # Every picture: url, caption, credit, rights, width, height. The first is also in the columns above.
    media = models.JSONField(_("pictures"), default=list, db_default=_EMPTY_LIST, blank=True)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("section")
    )
    # What routing gave it: tags, rules that fired ({"rule": id, "name": words}).
    routed = models.JSONField(default=dict, db_default=_EMPTY_OBJECT, blank=True)
    # The bottom of its shingles' hashes, and the few that find candidates for comparison.
    sketch = ArrayField(
        models.BigIntegerField(), default=list, db_default=_NO_NUMBERS, blank=True, editable=False
    )
    anchors = ArrayField(
        models.BigIntegerField(), default=list, db_default=_NO_NUMBERS, blank=True, editable=False
    )
    resembles = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("resembles"),
        db_index=False,
    )
    resemblance = models.FloatField(_("share of the same words"), null=True, blank=True)
    # Not in the feed any more although younger items are; or withdrawn by the wire's own word.
    missing_since = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn there"), null=True, blank=True, editable=False)
    # The version (ItemVersion.number) that the article's text was made from or last merged with.
    taken_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published there"), null=True, blank=True)
    is_doubtful = models.BooleanField(_("doubtful"), default=False)  # a date or guid that cannot be trusted
    doubts = models.JSONField(
        _("doubts"), default=list, db_default=Value([], models.JSONField()), blank=True
    )  # their names, see feeds.parsing.doubts
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    updated_at = models.DateTimeField(_("updated"), null=True, blank=True)
    duplicate_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="duplicates",
        verbose_name=_("same copy as"),
        db_index=False,
    )
    article = models.ForeignKey(
        Article,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="imported_from",
        verbose_name=_("article"),
        db_index=False,
    )

    class Meta:
        verbose_name = _("imported item")
        verbose_name_plural = _("imported items")
        ordering = ["-received_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["feed", "identity"], name="feeds_item_once")]
        indexes = [
            # No list of pending entries: every search would walk through it.
            GinIndex(fields=["anchors"], name="feeds_item_anchors", fastupdate=False),
            models.Index(fields=["feed", "-received_at"], name="feeds_item_history"),
            models.Index(fields=["feed", "guid_key"], name="feeds_item_by_guid"),
            models.Index(fields=["feed", "link_key"], name="feeds_item_by_link"),
            models.Index(fields=["fingerprint"], name="feeds_item_by_words"),
            # Few have one, and each index is written for every item that comes in.
            *[
                models.Index(
                    fields=[name],
                    condition=models.Q((f"{name}__isnull", False)),
                    name=f"feeds_item_{name[:9]}",
                )
                for name in ("resembles", "duplicate_of", "article")
            ],
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def section_slug(self) -> str:
        """What section-scoped roles look at: where routing sent it, else its feed's."""
        return self.section.slug if self.section is not None else self.feed.section_slug


class ItemVersion(models.Model):
    """One version of an item as the wire sent it. Append-only: what an article was made from stays readable."""

    class Change(models.TextChoices):
        FIRST = "first", _("First version")
        TYPO = "typo", _("Typing error mended")
        HEADLINE = "headline", _("Headline only")
        SUBSTANTIVE = "substantive", _("Changed in substance")
        CORRECTION = "correction", _("Correction")
        KILL = "kill", _("Withdrawn")

    item = models.ForeignKey(
        ImportedItem,
        models.CASCADE,
        related_name="versions",
        verbose_name=_("imported item"),
        db_index=False,  # found by the constraint's
    )
    number = models.PositiveIntegerField(_("number"))
    received_at = models.DateTimeField(_("received"))
    fetch = models.ForeignKey(
        Fetch, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("poll")
    )
    change = models.CharField(_("change"), max_length=12, choices=Change, default=Change.FIRST)
    why = models.CharField(_("told by"), max_length=300, blank=True)  # what the classification rests on
    headline = models.CharField(_("headline"), max_length=500)
    summary = models.TextField(_("summary"), blank=True)
    body = models.TextField(_("text"), blank=True)  # sanitised HTML
    columns = models.JSONField(_("all else"), default=dict)  # credit, byline, dateline, categories, …
    content_digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("version of an imported item")
        verbose_name_plural = _("versions of imported items")
        ordering = ["item", "number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="feeds_version_once")]

    def __str__(self) -> str:
        return f"{self.headline} ({self.number})"


class Tombstone(models.Model):
    """An item that was deleted: it does not come back, however often its feed brings it."""

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="tombstones", verbose_name=_("feed"))
    identity = models.CharField(max_length=64)
    guid_key = models.BigIntegerField(null=True, editable=False)
    link_key = models.BigIntegerField(null=True, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True)
    buried_at = models.DateTimeField(_("deleted"), default=timezone.now)
    why = models.CharField(_("why"), max_length=300, blank=True)
    # By a rule, not by a person: a replay under other rules may bring it back.
    is_dropped = models.BooleanField(_("dropped"), default=False, db_default=False, editable=False)

    class Meta:
        verbose_name = _("deleted item")
        verbose_name_plural = _("deleted items")
        constraints = [models.UniqueConstraint(fields=["feed", "identity"], name="feeds_tombstone_once")]
        indexes = [
            models.Index(fields=["feed", "guid_key"], name="feeds_tombstone_by_guid"),
            models.Index(fields=["feed", "link_key"], name="feeds_tombstone_by_link"),
            models.Index(fields=["feed", "fingerprint"], name="feeds_tombstone_by_words"),
        ]

    def __str__(self) -> str:
        return self.identity[:12]
