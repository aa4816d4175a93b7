"""Objects that come in and pass the door at once, many together: objects, decisions and reasons each in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.copying import copy_in
from moderation.actors import Actor, Deputy
from moderation.errors import NotAllowed, ReasonRequired
from moderation.models import Moderated
from moderation.recording import Passage, record_first
from moderation.workflow import workflow_of


@dataclass(frozen=True, slots=True)
class Arrival:
    """An object that is not stored yet, in the state in which its kind begins, and its first passage."""

    obj: Moderated
    name: str
    reason: str = ""


def arrive(arrivals: Sequence[Arrival], *, by: Actor, now: datetime) -> None:
    """Store objects of one kind with their first passage each: what ``save`` and ``transition`` would leave.

    Nobody can have been first where nothing stood, so nothing is compared. Each object carries its new state and
    version afterwards; it has its number from ``common.copying.number``.

    Raises NotAllowed (role), ReasonRequired, ValueError (stored already, no such passage).
    """
    passages = [_passage(arrival, by) for arrival in arrivals]
    for arrival, passage in zip(arrivals, passages, strict=True):
        arrival.obj.state, arrival.obj.version = passage.target, passage.version + 1
    with transaction.atomic(savepoint=False):
        copy_in([arrival.obj for arrival in arrivals])
        record_first(passages, by=by, now=now)


def _passage(arrival: Arrival, by: Actor) -> Passage:
    obj, reason = arrival.obj, arrival.reason.strip()
    step = workflow_of(obj._meta.label)[arrival.name]
    if not obj._state.adding or obj.pk is None or obj.state not in step.sources:
        raise ValueError(f"“{arrival.name}” is no first passage of {obj._meta.label} {obj.pk or ''}.")
    if not isinstance(by, Deputy) and not by.has_perm(step.permission, obj):
        raise NotAllowed(_("Your role does not allow “%(step)s”.") % {"step": step.label})
    if step.needs_reason and not reason:
        raise ReasonRequired(_("“%(step)s” needs a reason.") % {"step": step.label})
    return Passage(obj, arrival.name, obj.state, step.target, obj.version, reason)
