"""Deciding on an appeal: grant it and put right what was wrong, or refuse it with a reason. Each is one transaction."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from moderation import queue
from moderation.actors import Deputy
from moderation.appeals import telling
from moderation.appeals.appealables import Appealable, appealable_of
from moderation.errors import Conflict, NotAllowed
from moderation.models import Appeal, Decision
from moderation.recording import latest_on
from moderation.transition import transition

OVERTAKEN = Deputy("overtaken-appeal@1")  # nobody's judgement: what was appealed against is gone


@transaction.atomic
def grant(
    appeal: Appeal, *, by: User, version: int, reason: str = "", now: datetime | None = None
) -> Decision:
    """The decision was wrong: undo it through the verb of its kind. Raises moderation.errors.Refused."""
    now = now or timezone.now()
    appealable = _held(appeal)
    if not appealable.stands(appeal.decision):
        raise Conflict(appeal, latest_on(appeal.kind, appeal.object_id))
    decision = transition(
        appeal, "grant", by=by, version=version, reason=reason, changes={"decided_at": now}, now=now
    )
    remedy = appealable.put_right(appeal, by=by, reason=reason, now=now)
    Appeal.objects.filter(pk=appeal.pk).update(remedy=remedy)
    appeal.remedy = remedy
    queue.close(appeal, decision)
    telling.tell_outcome(appeal)
    return decision


@transaction.atomic
def refuse(appeal: Appeal, *, by: User, version: int, reason: str, now: datetime | None = None) -> Decision:
    """The decision was right; the reason says why, to who appealed. Raises moderation.errors.Refused."""
    now = now or timezone.now()
    _held(appeal)
    decision = transition(
        appeal, "refuse", by=by, version=version, reason=reason, changes={"decided_at": now}, now=now
    )
    queue.close(appeal, decision)
    telling.tell_outcome(appeal)
    return decision


def overtake(kind: str, object_id: int, now: datetime) -> None:
    """Let appeals lapse whose decision no longer stands; whoever filed one is told.

    For the kind's verbs: call it at the end of their transaction, with what they lock first still held.
    """
    appealable = appealable_of(kind)
    waiting = Appeal.objects.filter(kind=kind, object_id=object_id, state=Appeal.State.WAITING)
    for appeal in waiting.select_related("decision", "appellant"):
        if appealable is not None and not appealable.stands(appeal.decision):
            decision = transition(
                appeal,
                "lapse",
                by=OVERTAKEN,
                version=appeal.version,
                changes={"decided_at": now},
                now=now,
            )
            queue.close(appeal, decision)
            telling.tell_outcome(appeal)


def _held(appeal: Appeal) -> Appealable:
    """The appealable of the appeal's kind, with what its verbs lock first held."""
    found = appealable_of(appeal.kind)
    if found is None:
        raise NotAllowed(_("Nobody here knows what this appeal is about."))
    found.lock(appeal.object_id)
    return found
