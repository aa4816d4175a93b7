"""The heat breaker, as it meets who writes: in slow mode one waits for one's turn, in the hotter one a person looks first."""

from datetime import datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import Breaker
from comments.refusals import TooSoon
from comments.rules.gathering import Gathered
from comments.rules.judging import Reason

NAME = "heat-breaker@1"


class Slowed(TooSoon):
    """The thread is in slow mode, and it is not one's turn yet."""

    def __init__(self, seconds: int, breaker: Breaker) -> None:
        super().__init__(seconds)
        self.args = (f"{slow_words(breaker)} {self}",)


def slow_words(breaker: Breaker) -> str:
    """What the form says of it."""
    return ngettext(
        "It is lively here: until %(until)s everybody can write one comment a minute.",
        "It is lively here: until %(until)s everybody can write one comment every %(count)d minutes.",
        breaker.minutes,
    ) % {
        "until": formats.date_format(timezone.localtime(breaker.ends_at), "TIME_FORMAT"),
        "count": breaker.minutes,
    }


def require_turn(gathered: Gathered, now: datetime) -> None:
    """Raises Slowed where the author wrote here too short a time ago."""
    breaker, last = gathered.breaker, gathered.last_here
    if breaker is None or breaker.kind != Breaker.Kind.SLOW or last is None:
        return
    seconds = int((last + timedelta(minutes=breaker.minutes) - now).total_seconds())
    if seconds > 0:
        raise Slowed(seconds, breaker)


def reason_to_hold(gathered: Gathered) -> Reason | None:
    """Why it waits, where the thread is held; else None."""
    breaker = gathered.breaker
    if breaker is None or breaker.kind != Breaker.Kind.HOLD:
        return None
    until = formats.date_format(timezone.localtime(breaker.ends_at), "TIME_FORMAT")
    return {
        "rule": NAME,
        "words": _("The thread ran hot; until %(until)s comments on it are looked at first.")
        % {"until": until},
        "evidence": [],
        "otherwise": _("It would have passed after %(until)s.") % {"until": until},
    }
