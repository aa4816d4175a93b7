"""The one way a state changes: compare-and-swap on (state, version), one decision, one transaction."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation.actors import Actor, Deputy
from moderation.errors import Conflict, NotAllowed, ReasonRequired
from moderation.models import Decision, Moderated
from moderation.recording import latest_decision, record
from moderation.workflow import workflow_of


def transition(
    obj: Moderated,
    name: str,
    *,
    by: Actor,
    version: int,
    reason: str = "",
    reason_code: str = "",
    changes: dict[str, Any] | None = None,
    text_digest: str = "",
    now: datetime | None = None,
) -> Decision:
    """Take ``obj`` through the transition ``name`` and record who did it.

    ``version`` is the one the caller saw; ``changes`` are further columns that must change in the same UPDATE (the
    database checks them together with the state). ``reason_code`` is what figures count, beside the words. On success ``obj`` carries the new state, version and changes.

    Raises NotAllowed (role), ReasonRequired, or Conflict (somebody was first; carries the newest decision).
    """
    now = now or timezone.now()
    reason = reason.strip()
    step = workflow_of(obj._meta.label)[name]
    if not isinstance(by, Deputy) and not by.has_perm(step.permission, obj):
        raise NotAllowed(_("Your role does not allow “%(step)s”.") % {"step": step.label})
    if step.guard is not None:
        step.guard(obj, by)
    if step.needs_reason and not reason:
        raise ReasonRequired(_("“%(step)s” needs a reason.") % {"step": step.label})

    with transaction.atomic():
        manager = type(obj)._default_manager
        # The state before must be known for the record; locking the row keeps it true until the UPDATE.
        before = (
            manager.select_for_update(of=("self",)).filter(pk=obj.pk).values_list("state", "version").first()
        )
        if before is None or before[1] != version or before[0] not in step.sources:
            raise Conflict(obj, latest_decision(obj))
        fields = {"state": step.target, "version": version + 1, **(changes or {})}
        manager.filter(pk=obj.pk, state=before[0], version=version).update(**fields)
        decision = record(
            obj,
            name,
            source=before[0],
            target=step.target,
            by=by,
            version=version,
            reason=reason,
            text_digest=text_digest,
            now=now,
            reason_code=reason_code,
        )
    for field, value in fields.items():
        setattr(obj, field, value)
    return decision
