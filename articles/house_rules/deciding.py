"""Putting a rule in force and out of it: by a publisher, with its version kept."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles.house_rules.proving import prove
from articles.models import HouseRule, RuleFields, RuleVersion
from moderation.errors import Conflict, NotAllowed
from moderation.models import Decision
from moderation.recording import latest_decision
from moderation.transition import transition

FIELDS = tuple(field.name for field in RuleFields._meta.get_fields())


def facts_of(rule: RuleFields) -> dict[str, Any]:
    """What the rule says."""
    return {name: getattr(rule, name) for name in FIELDS}


def in_force(rule: HouseRule) -> RuleVersion | None:
    """The version that is asked of texts, if any."""
    return rule.versions.filter(retired_at=None).first()


@transaction.atomic
def save(rule: HouseRule, *, by: User, version: int) -> HouseRule:
    """Store what was written; the version in force stays as it is. Raises NotAllowed, Conflict."""
    permission = "articles.change_houserule" if rule.pk else "articles.add_houserule"
    if not by.has_perm(permission):
        raise NotAllowed(_("Your role does not allow writing house rules."))
    if rule.pk:
        current = HouseRule.objects.select_for_update().get(pk=rule.pk)
        if current.version != version:
            raise Conflict(current, latest_decision(current))
        rule.state, rule.version = current.state, version + 1
        rule.looked_at, rule.hits, rule.last_hit_at = current.looked_at, current.hits, current.last_hit_at
    rule.save()
    return rule


@transaction.atomic
def activate(rule: HouseRule, *, by: User, version: int, now: datetime | None = None) -> Decision:
    """Put the rule in force as it is written now; the version before is kept.

    Raises NotAllowed (role, or an example fails), Conflict.
    """
    now = now or timezone.now()
    if why_not := prove(rule).why_not:
        raise NotAllowed(why_not)
    changes: dict[str, Any] = {"looked_at": 0, "hits": 0, "last_hit_at": None}
    decision = transition(rule, "activate", by=by, version=version, changes=changes, now=now)
    rule.versions.filter(retired_at=None).update(retired_at=now)
    number = (rule.versions.aggregate(highest=Max("number"))["highest"] or 0) + 1
    RuleVersion.objects.create(rule=rule, number=number, activated_at=now, activated_by=by, **facts_of(rule))
    return decision


@transaction.atomic
def retire(rule: HouseRule, *, by: User, version: int, now: datetime | None = None) -> Decision:
    """Take the rule out of force; it can come back. Raises NotAllowed, Conflict."""
    now = now or timezone.now()
    decision = transition(rule, "retire", by=by, version=version, now=now)
    rule.versions.filter(retired_at=None).update(retired_at=now)
    return decision
