"""Writing a rule, putting it in force and out of it: every change is a version, and a named person decides which one acts."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from comments.models import MOST_POINTS, Replay, Rule, RuleVersion
from comments.rules import in_force
from comments.rules.kinds import KINDS, compiled
from comments.rules.subject import BadOption
from moderation.errors import Conflict, NotAllowed
from moderation.models import Decision
from moderation.recording import latest_decision
from moderation.transition import transition

FACTS = ("kind", "options", "effect", "points", "message", "language", "section_id", "article_id")


def facts_of(version: RuleVersion) -> dict[str, Any]:
    """All that a version says."""
    return {name: getattr(version, name) for name in FACTS}


def newest(rule: Rule) -> RuleVersion | None:
    """The version that is worked on."""
    return rule.versions.select_related("rule", "section", "written_by").order_by("-number").first()


def acting(rule: Rule) -> RuleVersion | None:
    """The version that is in force, if any."""
    return rule.versions.filter(activated_at__isnull=False, retired_at=None).first()


@transaction.atomic
def save(
    rule: Rule, said: RuleVersion, *, by: User, version: int, now: datetime | None = None
) -> RuleVersion:
    """Store what a rule is to say: a new version, unless it says the same. The one in force goes on acting.

    Raises NotAllowed, Conflict, BadOption (an option that cannot be).
    """
    if not by.has_perm("comments.change_rule", said):
        raise NotAllowed(_("Your role does not allow writing rules."))
    if said.kind not in KINDS:
        raise BadOption("kind", _("There is no such kind of rule."))
    compiled(said.kind, said.options)
    if said.effect != RuleVersion.Effect.POINTS:
        said.points = 0
    elif not 1 <= said.points <= MOST_POINTS:
        raise BadOption("points", _("From 1 to %(most)d points.") % {"most": MOST_POINTS})
    said.is_for_article = said.article_id is not None
    if rule.pk:
        current = Rule.objects.select_for_update().get(pk=rule.pk)
        if current.version != version:
            raise Conflict(current, latest_decision(current))
        before = newest(current)
        if before is not None and facts_of(before) == facts_of(said) and current.name == rule.name:
            return before
        rule.number, rule.state, rule.version = current.number + 1, current.state, version + 1
        if rule.name != current.name:
            rule.name = current.name  # decisions name it so
    else:
        rule.number = 1
    rule.save()
    said.pk, said.rule, said.number = None, rule, rule.number
    said.written_by, said.written_at = by, now or timezone.now()
    said.activated_at = said.retired_at = None
    said.save(force_insert=True)
    return said


@transaction.atomic
def activate(rule: Rule, *, by: User, version: int, reason: str, now: datetime | None = None) -> Decision:
    """Put the newest version in force; the one before acts no more and is kept.

    Raises NotAllowed (role, or it was not replayed over the past), ReasonRequired, Conflict.
    """
    now = now or timezone.now()
    said = newest(rule)
    if said is None:
        raise NotAllowed(_("The rule says nothing yet."))
    if not Replay.objects.filter(version=said, finished_at__isnull=False).exists():
        raise NotAllowed(
            _(
                "Replay version %(number)d over the past first: whoever puts a rule in force has seen what it would have "
                "held."
            )
            % {"number": said.number}
        )
    decision = transition(rule, "activate", by=by, version=version, reason=reason, now=now)
    _retire_all(rule, now)
    RuleVersion.objects.filter(pk=said.pk).update(activated_at=now, retired_at=None)
    in_force.renew()
    return decision


@transaction.atomic
def retire(rule: Rule, *, by: User, version: int, reason: str, now: datetime | None = None) -> Decision:
    """Take the rule out of force; it can come back. Raises NotAllowed, ReasonRequired, Conflict."""
    now = now or timezone.now()
    decision = transition(rule, "retire", by=by, version=version, reason=reason, now=now)
    _retire_all(rule, now)
    in_force.renew()
    return decision


def _retire_all(rule: Rule, now: datetime) -> None:
    rule.versions.filter(activated_at__isnull=False, retired_at=None).update(retired_at=now)
