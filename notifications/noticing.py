"""One notice: say it in words, decide when it leaves, hand it over with its companions, note what came of it."""

import logging
from datetime import datetime

from django.utils.translation import gettext as _

from notifications import claiming, composing, gathering, posting, preferring, refusing
from notifications.departing import Leave, Wait, departure
from notifications.models import Channel, How, Lane, Notification
from notifications.outcomes import Dropped, Failed, Outcome, Refused, Sent, consequences
from notifications.posting import Postman, Undelivered, Unreachable
from notifications.renderers import Message, kind_of, renderer_of
from notifications.speaking import spoken_to

Outcomes = list[tuple[Notification, Outcome]]

log = logging.getLogger(__name__)


class Notices:
    """The queue of what single people are told."""

    def claim(self, now: datetime) -> list[Notification]:
        """What is due, of the first lane in which there is any."""
        return claiming.claim(now)

    def give_back(self, rows: list[Notification], now: datetime) -> None:
        """Let go of what was not touched."""
        claiming.give_back(rows, now)

    def is_pressing(self, row: Notification) -> bool:
        """Whether nothing else goes before it."""
        return row.lane == Lane.DESK

    def is_mail(self, row: Notification) -> bool:
        """Whether it needs the mail server."""
        return row.channel == Channel.EMAIL

    def attempt(self, row: Notification, postman: Postman, now: datetime) -> Outcomes:
        """Try to deliver it, with what leaves in the same mail. Raises Unreachable."""
        return attempt(row, postman, now)

    def note(self, outcomes: Outcomes, now: datetime) -> int:
        """Store what came of it; how many were sent."""
        return _note(outcomes, now)


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
    if isinstance(outcome, Failed | Refused):
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
    if known := refusing.refusal_of(row.recipient.email):
        return refusing.of_address(known)
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
    except posting.Refused as error:
        return Refused(str(error), error.is_address)
    except Undelivered as error:
        return Failed(str(error))
    except Exception as error:
        return _unsayable(row, error)
    return Sent()


def _unsayable(row: Notification, error: Exception) -> Failed:
    log.exception("notification %s (%s) cannot be said", row.pk, row.kind)
    return Failed(_("It could not be put into words: %s") % f"{type(error).__name__}: {error}"[:300])


def _note(outcomes: Outcomes, now: datetime) -> int:
    """Store what came of it; a worker that is late changes nothing that another has settled. How many were sent."""
    for row, outcome in outcomes:
        changes = consequences(outcome, row.attempts + 1, now)
        Notification.objects.waiting().filter(pk=row.pk).update(**changes)
        if isinstance(outcome, Refused) and outcome.is_address:
            refusing.remember(row.recipient.email, outcome.reason, now)
        if "dead_at" in changes:  # its companions share its fate, and are sent again each on its own
            companions = Notification.objects.waiting().filter(leaves_with=row.pk)
            companions.update(dead_at=now, last_error=changes["last_error"], leaves_with=None, gathering="")
    return sum(isinstance(outcome, Sent) for _row, outcome in outcomes)
