"""Changing routing rules: compare, write, and note who did it and what changed."""

from collections.abc import Collection
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from feeds.models import Feed, RoutingRule
from moderation.errors import NotAllowed, Refused

CONDITIONS = ("categories", "keywords", "without_keywords", "languages", "most_urgency")
EFFECTS = ("section_id", "tags", "priority", "is_dropping", "goes_on")
FACTS = ("name", "position", "is_active", *CONDITIONS, *EFFECTS)


class Outdated(Refused):
    """Somebody else changed the rule meanwhile; what was typed is not stored over it."""


def facts_of(rule: RoutingRule, feeds: Collection[Feed]) -> dict[str, Any]:
    """All that a rule says."""
    facts = {name: getattr(rule, name) for name in FACTS}
    return {**facts, "feeds": sorted(feed.pk for feed in feeds)}


@transaction.atomic
def save(rule: RoutingRule, feeds: Collection[Feed], *, by: User, version: int) -> RoutingRule:
    """Store the rule; each change of what it says is a version of its own, which its hits name.

    Raises NotAllowed, Outdated.
    """
    if not by.has_perm("feeds.change_routingrule"):
        raise NotAllowed(_("Your role does not allow changing routing rules."))
    changed: list[str] = []
    if rule.pk:
        stored = RoutingRule.objects.select_for_update().get(pk=rule.pk)
        if stored.version != version:
            who = stored.changed_by or _("Somebody")
            raise Outdated(_("%(who)s changed this rule meanwhile. Look at it again.") % {"who": who})
        before, after = facts_of(stored, stored.feeds.all()), facts_of(rule, feeds)
        changed = [name for name in after if after[name] != before[name]]
        if not changed:
            return stored
        rule.version = version + 1
    rule.changed_by, rule.changed_at = by, timezone.now()
    is_new = rule.pk is None
    rule.save()
    rule.feeds.set(feeds)
    LogEntry.objects.log_actions(
        by.pk,
        [rule],
        ADDITION if is_new else CHANGE,
        change_message=[{"added": {}} if is_new else {"changed": {"fields": changed}}],
        single_object=True,
    )
    return rule
