"""Delivering what is due: claim, say it in words, hand it over, note what came of it.

The mail leaves outside any transaction. A worker that dies between handing a mail over and noting it sends that mail
again once its lease is over, with the same Message-ID; nothing else is doubled and nothing is lost.
"""

import logging
import time
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from notifications import claiming, composing, gathering, preferring
from notifications.departing import Leave, Wait, departure
from notifications.models import Channel, How, Lane, Notification
from notifications.outcomes import Dropped, Failed, Outcome, Sent, consequences
from notifications.posting import Postman, Undelivered, Unreachable
from notifications.renderers import Message, kind_of, renderer_of
from notifications.speaking import spoken_to

# After this long a sweep hands back what it has not begun, so that no lease runs out under a slow server.
BATCH_SECONDS = 20.0
# So long at most the desk waits for a batch of what is not the desk's.
YIELD_SECONDS = 2.0

Outcomes = list[tuple[Notification, Outcome]]

log = logging.getLogger(__name__)


def deliver_due(now: datetime | None = None) -> int:
    """Deliver what is due until nothing is, the server is away, or the time is up. Returns how many were delivered."""
    clock = timezone.now if now is None else lambda: now
    started = time.monotonic()
    delivered = 0
    with Postman() as postman:
        while rows := claiming.claim(clock()):
            begun, is_desk = time.monotonic(), rows[0].lane == Lane.DESK
            for position, row in enumerate(rows):
                if time.monotonic() - started > BATCH_SECONDS:
                    claiming.give_back(rows[position:], clock())
                    return delivered
                if not is_desk and time.monotonic() - begun > YIELD_SECONDS:
                    claiming.give_back(rows[position:], clock())
                    break
                try:
                    outcomes = attempt(row, postman, clock())
                except Unreachable as error:
                    # One knock at a closed door is enough for all; what needs no server is delivered all the same.
                    _fail_mails(rows[position:], str(error), clock())
                    others = (other for other in rows[position:] if other.channel != Channel.EMAIL)
                    return delivered + sum(
                        _note(attempt(other, postman, clock()), clock()) for other in others
                    )
                delivered += _note(outcomes, clock())
    return delivered


def attempt(row: Notification, postman: Postman, now: datetime) -> Outcomes:
    """Try to deliver one, with its companions; empty where it waits. A broken template is this row's failure alone.

    Raises Unreachable.
    """
    said = _said_safely(row)
    if row.channel != Channel.EMAIL:
        return [(row, Sent() if isinstance(said, Message) else said)]
    if isinstance(said, Message):
        wait = departure_of(row, said, now)
        if isinstance(wait, Wait):
            gathering.hold(row, wait)
            return []
    elif isinstance(said, Failed):
        gathering.let_go(row, now)
        return [(row, said)]
    everyone: list[tuple[Notification, Message | Dropped | Failed]] = [(row, said)]
    everyone += [(other, _said_safely(other)) for other in gathering.begin(row, now)]
    outcome = _mail(row, [(who, what) for who, what in everyone if isinstance(what, Message)], postman)
    if isinstance(outcome, Failed):
        return [(row, outcome)]
    return [(who, outcome if isinstance(what, Message) else what) for who, what in everyone]


def departure_of(row: Notification, message: Message, now: datetime) -> Leave | Wait:
    """When this mail leaves, by the wishes of who gets it."""
    kind, how = kind_of(row.kind), preferring.how_for(row)
    gathered = bool(row.gathering or row.begun_at)
    if kind.collapses and how == How.AT_ONCE and not gathered and not kind.is_urgent:
        # Counted from when it was due: whoever is late keeps nobody waiting for longer.
        return Wait(row.next_attempt_at + kind.collapses, f"{row.kind}:{message.thread}"[:160])
    wish = preferring.wish_for(row, how)
    wait = departure(wish, now, is_urgent=kind.is_urgent, is_gathered=gathered)
    if isinstance(wait, Wait) and row.begun_at:
        return Wait(wait.until)  # perhaps a server has it already: it stays the mail that it was
    return wait


def say(notification: Notification) -> Message | Dropped:
    """The words, or why there is nothing to say. Raises LookupError for a kind that this version does not know."""
    if not notification.recipient.is_active:
        return Dropped(_("The account is closed."))
    if not preferring.wanted(notification):
        return Dropped(_("The person does not want this kind by this channel."))
    renderer = renderer_of(notification.kind)
    if renderer is None:
        raise LookupError(f"nobody knows the kind {notification.kind!r}")
    with spoken_to(notification.recipient):
        message = renderer.render(notification)
    return message or Dropped(_("It was no longer true when it was due."))


def _said_safely(row: Notification) -> Message | Dropped | Failed:
    try:
        return say(row)
    except Exception as error:  # whatever an app's renderer may raise: one bad row never stops the others
        return _unsayable(row, error)


def _mail(row: Notification, said: list[tuple[Notification, Message]], postman: Postman) -> Outcome:
    if not said:
        return Dropped(_("It was no longer true when it was due."))
    try:
        with spoken_to(row.recipient):
            if len(said) == 1:
                # Its own mail, under the name that every attempt has.
                mail = composing.compose(said[0][0], said[0][1], named_after=row)
            else:
                mail = composing.compose_many(row, said)
        postman.hand_over(mail)
    except Unreachable:
        raise
    except Undelivered as error:
        return Failed(str(error))
    except Exception as error:
        return _unsayable(row, error)
    return Sent()


def _unsayable(row: Notification, error: Exception) -> Failed:
    log.exception("notification %s (%s) cannot be said", row.pk, row.kind)
    return Failed(_("It could not be put into words: %s") % f"{type(error).__name__}: {error}"[:300])


def _fail_mails(rows: list[Notification], reason: str, now: datetime) -> None:
    _note([(row, Failed(reason)) for row in rows if row.channel == Channel.EMAIL], now)


def _note(outcomes: Outcomes, now: datetime) -> int:
    """Store what came of it; a worker that is late changes nothing that another has settled. How many were sent."""
    for row, outcome in outcomes:
        changes = consequences(outcome, row.attempts + 1, now)
        Notification.objects.waiting().filter(pk=row.pk).update(**changes)
        if "dead_at" in changes:  # its companions share its fate, and are sent again each on its own
            companions = Notification.objects.waiting().filter(leaves_with=row.pk)
            companions.update(dead_at=now, last_error=changes["last_error"], leaves_with=None, gathering="")
    return sum(isinstance(outcome, Sent) for _row, outcome in outcomes)
