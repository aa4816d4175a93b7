"""Routing: rules that say where an item goes, and what each of them has done."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Section
from feeds.models.feed import Feed
from feeds.models.item import ImportedItem


class RoutingRule(models.Model):
    """Conditions (all of them must hold; an empty one holds always) and what follows. Lower positions come first."""

    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveIntegerField(_("position"), default=100)
    is_active = models.BooleanField(_("in force"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    # Conditions
    feeds = models.ManyToManyField(Feed, blank=True, related_name="routing_rules", verbose_name=_("feeds"))
    categories = models.JSONField(_("categories"), default=list, blank=True)  # one of them
    keywords = models.JSONField(_("words"), default=list, blank=True)  # one of them, in headline or text
    without_keywords = models.JSONField(_("without the words"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    most_urgency = models.PositiveSmallIntegerField(_("at least as urgent as"), null=True, blank=True)
    # What follows
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("section")
    )
    tags = models.JSONField(_("tags"), default=list, blank=True)
    priority = models.SmallIntegerField(_("priority in the queue"), default=0)
    is_dropping = models.BooleanField(_("drop"), default=False)
    goes_on = models.BooleanField(_("look at further rules too"), default=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class RuleHit(models.Model):
    """One item that a rule took hold of; kept as long as the tester looks back."""

    rule = models.ForeignKey(RoutingRule, models.CASCADE, related_name="hits", verbose_name=_("routing rule"))
    rule_version = models.PositiveIntegerField()
    item = models.ForeignKey(
        ImportedItem, models.CASCADE, related_name="rule_hits", verbose_name=_("imported item")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("hit of a rule")
        verbose_name_plural = _("hits of rules")
        indexes = [models.Index(fields=["rule", "-at"], name="feeds_rule_hits")]
        constraints = [models.UniqueConstraint(fields=["rule", "item"], name="feeds_rule_hit_once")]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.item_id}"
