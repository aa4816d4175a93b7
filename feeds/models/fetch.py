"""What was fetched, and what became of it."""

from django.db import models
from django.db.models import Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feeds.models.feed import Feed

_EMPTY_OBJECT = Value({}, models.JSONField())


class KeptBody(models.Model):
    """What a feed said, packed; once, however many polls brought it."""

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="kept_bodies")
    digest = models.CharField(max_length=64)  # sha256 of what is packed
    size = models.PositiveIntegerField()  # bytes that it takes here
    packed = models.BinaryField()  # gzip
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "digest"], name="feeds_body_once")]

    def __str__(self) -> str:
        return self.digest[:12]


class Fetch(models.Model):
    """One poll: what was asked, what came, what became of it."""

    class Outcome(models.TextChoices):
        NEW_ITEMS = "new_items", _("New items")
        NOTHING_NEW = "nothing_new", _("Nothing new")
        NOT_MODIFIED = "not_modified", _("Not modified")
        FAILED = "failed", _("Failed")

    class Way(models.TextChoices):
        POLLED = "polled", _("Polled")
        PUSHED = "pushed", _("Pushed")  # by a WebSub hub
        BY_HAND = "by_hand", _("By hand")
        REPLAYED = "replayed", _("Replayed")

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="fetches", verbose_name=_("feed"))
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"))
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    detail = models.TextField(_("in words"), blank=True)
    evidence = models.TextField(_("evidence"), blank=True)  # first bytes, line of the error
    # Why it failed, to be told in any language: {"code", "params", "evidence"}.
    trouble = models.JSONField(default=dict, db_default=_EMPTY_OBJECT, blank=True, editable=False)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    duplicate = models.PositiveIntegerField(_("duplicates"), default=0)
    failed = models.PositiveIntegerField(_("failed"), default=0)
    items = models.PositiveIntegerField(_("items"), default=0, db_default=0)
    duration_ms = models.PositiveIntegerField(_("milliseconds"), default=0, db_default=0)
    url = models.URLField(_("answered from"), max_length=1000, blank=True, default="", db_default="")
    way = models.CharField(_("way"), max_length=8, choices=Way, default=Way.POLLED, db_default="polled")
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    # For replay. Polls that brought the same share it; it goes before they do where a feed says too much.
    kept = models.ForeignKey(
        KeptBody, models.SET_NULL, null=True, blank=True, editable=False, related_name="fetches"
    )
    replay_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replays", verbose_name=_("replay of")
    )

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering = ["-id"]
        indexes = [models.Index(fields=["feed", "-id"], name="feeds_fetch_history")]

    def __str__(self) -> str:
        return f"{self.feed_id} {self.started_at:%Y-%m-%d %H:%M}"
