"""Who is told of a measure, and when: the person it is about, once it can no longer be taken back at once, and at its end."""

from datetime import datetime, timedelta

from accounts.models import User
from comments.models import Measure
from moderation import undoing
from moderation.models import Decision
from notifications.outbox import tell

TAKEN, CHANGED, LIFTED, ENDED = "measure_taken", "measure_changed", "measure_lifted", "measure_ended"


def tell_taken(measure: Measure, *, by: User, now: datetime) -> None:
    """Tell that it began, and let the notice of its end wait in the outbox until then."""
    _tell(measure, TAKEN, f"measure:{measure.pk}", by=by, now=now, delay=undoing.window())
    _tell_of_the_end(measure, by=by, now=now)


def tell_changed(measure: Measure, decision: Decision, *, by: User, now: datetime) -> None:
    """Tell that it lasts another time; a notice that waits for the old end says nothing any more."""
    _tell(measure, CHANGED, f"decision:{decision.pk}", by=by, now=now, delay=undoing.window())
    _tell_of_the_end(measure, by=by, now=now)


def tell_lifted(measure: Measure, decision: Decision, *, by: User, now: datetime) -> None:
    """Tell that it is over, to who was told that it began."""
    _tell(measure, LIFTED, f"decision:{decision.pk}", by=by, now=now, delay=timedelta(0))


def _tell_of_the_end(measure: Measure, *, by: User, now: datetime) -> None:
    if measure.until is not None:
        event = f"measure:{measure.pk}:{measure.until:%Y%m%d%H%M%S}"
        _tell(measure, ENDED, event, by=by, now=now, delay=measure.until - now)


def _tell(measure: Measure, kind: str, event: str, *, by: User, now: datetime, delay: timedelta) -> None:
    if measure.kind == Measure.Kind.NOTE:
        return
    context = {"until": measure.until.isoformat() if measure.until else ""}
    tell(
        [measure.person],
        kind,
        event=event,
        object_id=measure.pk,
        context=context,
        actor=by,
        delay=delay,
        now=now,
    )
