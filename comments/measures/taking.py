"""The verbs: take, change, lift, acknowledge. Each is the whole of it, in one transaction: row, record, and who is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from comments.measures import reaching, telling
from comments.measures.workflow import ACKNOWLEDGE
from comments.models import Comment, Measure
from comments.models.measure import LONGEST_SUSPENSION, SHORTEST_SUSPENSION
from comments.refusals import Unfit
from moderation.appeals import deciding as appeals
from moderation.errors import Conflict, NotAllowed, ReasonRequired
from moderation.models import Decision
from moderation.recording import latest_decision, record
from moderation.transition import transition

KIND = Measure._meta.label_lower


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done: ``lasts`` from now on, None for no end; ``section`` its slug, empty for the whole site."""

    kind: str
    words: str
    lasts: timedelta | None = None
    section: str = ""
    comment: Comment | None = None


def newest_on(person: User) -> Decision | None:
    """What staff decided last about the person: what a form was made from carries its number."""
    theirs = Measure.objects.filter(person=person).values("pk")
    decided = Decision.objects.filter(kind=KIND, object_id__in=theirs).exclude(name=ACKNOWLEDGE)
    return decided.select_related("by", "evidence").order_by("-pk").first()


@transaction.atomic
def take(person: User, order: Order, *, by: User, seen: int, now: datetime | None = None) -> Measure:
    """Take a measure. ``seen`` is the number of the newest decision about the person that the caller saw, 0 for none.

    Raises NotAllowed (role, reach, rank), Conflict (somebody decided about them meanwhile), ReasonRequired, Unfit (no
    such length). The person is told once it can no longer be taken back at once; of a note they are not.
    """
    now = now or timezone.now()
    them = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    reaching.require(by, them, order.kind, order.section)
    newest = newest_on(them)
    if newest is not None and newest.pk != seen:
        raise Conflict(them, newest)
    words = _words(order.words, order.kind)
    measure = Measure.objects.create(
        person=them,
        kind=order.kind,
        section=order.section,
        words=words,
        comment=order.comment,
        taken_at=now,
        until=_end(order.kind, order.lasts, now),
    )
    transition(measure, order.kind, by=by, version=measure.version, reason=words, now=now)
    if order.kind != Measure.Kind.NOTE:
        User.objects.filter(pk=them.pk).update(has_measures=True)
        person.has_measures = True
    telling.tell_taken(measure, by=by, now=now)
    return measure


@transaction.atomic
def change(
    measure: Measure,
    *,
    words: str,
    lasts: timedelta | None,
    by: User,
    version: int,
    now: datetime | None = None,
) -> Decision:
    """Let it last another time from now on, for the reason that is given. Raises as ``take`` does."""
    now = now or timezone.now()
    current = _held(measure)
    reaching.require(by, current.person, current.kind, current.section)
    _require_running(current, now)
    words, until = _words(words, "change"), _end(current.kind, lasts, now)
    changes = {"words": words, "until": until}
    decision = transition(current, "change", by=by, version=version, reason=words, changes=changes, now=now)
    telling.tell_changed(current, decision, by=by, now=now)
    return decision


@transaction.atomic
def lift(measure: Measure, *, words: str, by: User, version: int, now: datetime | None = None) -> Decision:
    """End it before its time; the person is told why. Raises as ``take`` does."""
    now = now or timezone.now()
    current = _held(measure)
    reaching.require(by, current.person, current.kind, current.section)
    _require_running(current, now)
    decision = transition(current, "lift", by=by, version=version, reason=words, now=now)
    felt = Measure.objects.felt().filter(person=current.person, state=Measure.State.IN_FORCE)
    if not felt.exists():
        User.objects.filter(pk=current.person_id).update(has_measures=False)
    telling.tell_lifted(current, decision, by=by, now=now)
    appeals.overtake(KIND, current.pk, now)
    return decision


@transaction.atomic
def acknowledge(measure: Measure, *, by: User, now: datetime | None = None) -> None:
    """The person says that they read the warning; they may write again. Twice is once. Raises NotAllowed."""
    now = now or timezone.now()
    current = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    if current.person_id != by.pk or current.kind != Measure.Kind.WARNING:
        raise NotAllowed(_("There is nothing here that you have to acknowledge."))
    if current.acknowledged_at is not None or current.state != Measure.State.IN_FORCE:
        return
    Measure.objects.filter(pk=current.pk).update(acknowledged_at=now, version=F("version") + 1)
    state = str(current.state)
    record(
        current,
        ACKNOWLEDGE,
        source=state,
        target=state,
        by=by,
        version=current.version,
        reason="",
        text_digest="",
        now=now,
    )


def _held(measure: Measure) -> Measure:
    """The measure as it stands, its person's row locked: what is done about one person is done one at a time."""
    person = User.objects.select_for_update(no_key=True).get(pk=measure.person_id)
    current = Measure.objects.get(pk=measure.pk)
    current.person = person
    return current


def _require_running(measure: Measure, now: datetime) -> None:
    if measure.state == Measure.State.LIFTED:
        raise Conflict(measure, latest_decision(measure))
    if not measure.holds(now):
        raise NotAllowed(_("This has run out already."))


def _words(words: str, kind: str) -> str:
    words = words.replace("\0", "").strip()
    if not words:
        raise ReasonRequired(_("“%(action)s” needs a reason.") % {"action": reaching.label(kind)})
    return words


def _end(kind: str, lasts: timedelta | None, now: datetime) -> datetime | None:
    """When it ends. Raises Unfit for a length that the kind does not have."""
    if lasts is not None and lasts <= timedelta(0):
        raise Unfit(_("It has to last for some time."))
    if kind == Measure.Kind.SUSPENSION and (
        lasts is None or not SHORTEST_SUSPENSION <= lasts <= LONGEST_SUSPENSION
    ):
        days = LONGEST_SUSPENSION.days
        raise Unfit(
            ngettext(
                "A suspension lasts from one hour to %(days)d day.",
                "A suspension lasts from one hour to %(days)d days.",
                days,
            )
            % {"days": days}
        )
    return None if lasts is None else now + lasts
