"""Subscriptions at hubs: feeds that are pushed (WebSub, https://www.w3.org/TR/websub/)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from feeds.models.feed import Feed


class Subscription(models.Model):
    """What a hub was asked for one feed. ``ask_at`` is the queue: when the hub is asked (again)."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        VERIFIED = "verified", _("Subscribed")
        REFUSED = "refused", _("Refused")
        ENDED = "ended", _("Ended")

    feed = models.OneToOneField(Feed, models.CASCADE, related_name="subscription", verbose_name=_("feed"))
    hub = models.URLField(_("hub"), max_length=1000)
    topic = models.URLField(_("topic"), max_length=1000)
    key = models.CharField(
        max_length=64, unique=True, editable=False
    )  # names the callback; nobody can guess it
    secret = models.CharField(max_length=64, editable=False)  # signs what the hub sends
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    ask_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    lease_until = models.DateTimeField(_("runs out"), null=True, blank=True)
    last_push_at = models.DateTimeField(_("last push"), null=True, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")

    def __str__(self) -> str:
        return self.topic


class Push(models.Model):
    """What a hub brought and nobody has read yet. The row is the queue: it is gone once its reports are in."""

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="pushes", verbose_name=_("feed"))
    received_at = models.DateTimeField(_("received"))
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    body = models.BinaryField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("push")
        verbose_name_plural = _("pushes")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["feed", "digest"], name="feeds_push_once")]

    def __str__(self) -> str:
        return f"{self.feed_id} {self.received_at:%Y-%m-%d %H:%M}"
