"""Delivering what is due: claim, say it in words, hand it over, note what came of it.

The mail leaves outside any transaction. A worker that dies between handing a mail over and noting it sends that mail
again once its lease is over, with the same Message-ID; nothing else is doubled and nothing is lost.
"""

import logging
import time
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from notifications import claiming, composing, preferring
from notifications.models import Channel, Notification
from notifications.outcomes import Dropped, Failed, Outcome, Sent, consequences
from notifications.posting import Postman, Undelivered, Unreachable
from notifications.renderers import Message, renderer_of
from notifications.speaking import spoken_to

# After this long a sweep hands back what it has not begun, so that no lease runs out under a slow server.
BATCH_SECONDS = 20.0

log = logging.getLogger(__name__)


def deliver_due(now: datetime | None = None) -> int:
    """Deliver what is due until nothing is, the server is away, or the time is up. Returns how many were delivered."""
    clock = timezone.now if now is None else lambda: now
    started = time.monotonic()
    delivered = 0
    with Postman() as postman:
        while rows := claiming.claim(clock()):
            for position, row in enumerate(rows):
                if time.monotonic() - started > BATCH_SECONDS:
                    claiming.give_back(rows[position:], clock())
                    return delivered
                try:
                    outcome = attempt(row, postman)
                except Unreachable as error:
                    # One knock at a closed door is enough for all; what needs no server is delivered all the same.
                    _fail_mails(rows[position:], str(error), clock())
                    others = (other for other in rows[position:] if other.channel != Channel.EMAIL)
                    return delivered + sum(_note(other, attempt(other, postman), clock()) for other in others)
                delivered += _note(row, outcome, clock())
    return delivered


def attempt(notification: Notification, postman: Postman) -> Outcome:
    """Try to deliver one. A broken renderer or template is this row's failure alone. Raises Unreachable."""
    try:
        message = say(notification)
        if isinstance(message, Dropped):
            return message
        if notification.channel == Channel.EMAIL:
            with spoken_to(notification.recipient):
                mail = composing.compose(notification, message)
            postman.hand_over(mail)
    except Unreachable:
        raise
    except Undelivered as error:
        return Failed(str(error))
    except Exception as error:  # whatever an app's renderer may raise: one bad row never stops the others
        log.exception("notification %s (%s) cannot be said", notification.pk, notification.kind)
        return Failed(_("It could not be put into words: %s") % f"{type(error).__name__}: {error}"[:300])
    return Sent()


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


def _fail_mails(rows: list[Notification], reason: str, now: datetime) -> None:
    for row in rows:
        if row.channel == Channel.EMAIL:
            _note(row, Failed(reason), now)


def _note(row: Notification, outcome: Outcome, now: datetime) -> bool:
    """Store what came of it; a worker that is late changes nothing that another has settled."""
    changes = consequences(outcome, row.attempts + 1, now)
    Notification.objects.waiting().filter(pk=row.pk).update(**changes)
    return isinstance(outcome, Sent)
