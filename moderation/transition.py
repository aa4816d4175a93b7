"""The one way a state changes: compare-and-swap on (state, version), one decision, one transaction."""

import hashlib
import json
import secrets
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation.actors import Actor, Deputy
from moderation.errors import Conflict, NotAllowed, ReasonRequired
from moderation.models import Decision, Evidence, Moderated
from moderation.workflow import workflow_of


def transition(
    obj: Moderated,
    name: str,
    *,
    by: Actor,
    version: int,
    reason: str = "",
    changes: dict[str, Any] | None = None,
    text_digest: str = "",
    now: datetime | None = None,
) -> Decision:
    """Take ``obj`` through the transition ``name`` and record who did it.

    ``version`` is the one the caller saw; ``changes`` are further columns that must change in the same UPDATE (the
    database checks them together with the state). On success ``obj`` carries the new state, version and changes.

    Raises NotAllowed (role), ReasonRequired, or Conflict (somebody was first; carries the newest decision).
    """
    now = now or timezone.now()
    step = workflow_of(obj._meta.label)[name]
    if not isinstance(by, Deputy) and not by.has_perm(step.permission, obj):
        raise NotAllowed(_("Your role does not allow “%(step)s”.") % {"step": step.label})
    if step.needs_reason and not reason.strip():
        raise ReasonRequired(_("“%(step)s” needs a reason.") % {"step": step.label})

    with transaction.atomic():
        manager = type(obj)._default_manager
        # Locking first makes the state before the change known; the UPDATE below still compares, so that a version
        # that the caller did not see can never be decided on.
        before = (
            manager.select_for_update(of=("self",)).filter(pk=obj.pk).values_list("state", "version").first()
        )
        if before is None or before[1] != version or before[0] not in step.sources:
            raise Conflict(obj, latest_decision(obj))
        fields = {"state": step.target, "version": version + 1, **(changes or {})}
        changed = manager.filter(pk=obj.pk, state=before[0], version=version).update(**fields)
        if changed != 1:
            raise Conflict(obj, latest_decision(obj))
        decision = _record(obj, name, before[0], step.target, by, version, reason.strip(), text_digest, now)
    for field, value in fields.items():
        setattr(obj, field, value)
    return decision


def latest_decision(obj: Moderated) -> Decision | None:
    """The newest decision on the object, with the person."""
    return (
        Decision.objects.filter(kind=obj._meta.label_lower, object_id=obj.pk)
        .select_related("by", "evidence")
        .order_by("-object_version")
        .first()
    )


def decisions_on(obj: Moderated) -> "list[Decision]":
    """The object's history, oldest first."""
    return list(
        Decision.objects.filter(kind=obj._meta.label_lower, object_id=obj.pk)
        .select_related("by", "evidence")
        .order_by("object_version")
    )


def digest_of(decision: Decision) -> str:
    """The chain's link: sha256 over the row's facts and the digest before it."""
    facts = [
        decision.kind,
        decision.object_id,
        decision.name,
        decision.from_state,
        decision.to_state,
        decision.object_version,
        decision.by_id,
        decision.deputy,
        decision.at.isoformat(),
        decision.commitment,
        decision.text_digest,
        decision.previous_digest,
    ]
    return hashlib.sha256(json.dumps(facts, separators=(",", ":")).encode()).hexdigest()


def _record(
    obj: Moderated,
    name: str,
    source: str,
    target: str,
    by: Actor,
    version: int,
    reason: str,
    text_digest: str,
    now: datetime,
) -> Decision:
    previous = latest_decision(obj)
    salt = secrets.token_hex(16) if reason else ""
    decision = Decision(
        kind=obj._meta.label_lower,
        object_id=obj.pk,
        name=name,
        from_state=source,
        to_state=target,
        object_version=version,
        by=by if isinstance(by, get_user_model()) else None,
        deputy=by.name if isinstance(by, Deputy) else "",
        at=now,
        commitment=hashlib.sha256((salt + reason).encode()).hexdigest() if reason else "",
        text_digest=text_digest,
        previous_digest=previous.digest if previous else "",
    )
    decision.digest = digest_of(decision)
    decision.save(force_insert=True)
    if reason:
        Evidence.objects.create(decision=decision, salt=salt, words=reason)
    return decision
