"""How many reports one may file: enough for who reads a whole thread, too few to drown the queue."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from comments import pacing
from comments.models import Report
from common import limits
from common.limits import Limit
from moderation.errors import Refused

OF_PERSON = (Limit("report-burst", count=10, seconds=600), Limit("report-day", count=60, seconds=86_400))
# A household, an office, a phone company's gate: more people than one, so more than one person's share.
OF_BLOCK = (Limit("report-block", count=15, seconds=3_600),)
# Nobody's letter box is filled by others who type its address.
OF_ADDRESS = (Limit("report-mail", count=5, seconds=3_600),)
# Holds in the database, whatever became of the cache.
MOST_OPEN = 100


class TooMany(Refused):
    """Faster than the limits allow. ``seconds`` until one can go on."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        minutes = -(-seconds // 60)
        super().__init__(
            ngettext(
                "That are many reports at once. You can file the next one in %(count)d minute; your words are kept.",
                "That are many reports at once. You can file the next one in %(count)d minutes; your words are kept.",
                minutes,
            )
            % {"count": minutes}
        )


class StillOpen(Refused):
    """So many of theirs wait already that a further one would not be read sooner."""


def require_pace(request: HttpRequest, email: str = "") -> None:
    """Count one more report of this person. Raises TooMany, StillOpen."""
    person = request.user
    if isinstance(person, User):
        seconds = limits.take(f"user:{person.pk}", *OF_PERSON)
        waiting = Report.objects.filter(reporter=person, outcome=Report.Outcome.OPEN)
    else:
        seconds = limits.take(f"block:{pacing.block_of(request)}", *OF_BLOCK)
        if not seconds and email:
            seconds = limits.take(f"mail:{email.lower()}", *OF_ADDRESS)
        waiting = Report.objects.filter(reporter=None, email=email.lower(), outcome=Report.Outcome.OPEN)
    if seconds:
        raise TooMany(seconds)
    if (person.is_authenticated or email) and waiting[:MOST_OPEN].count() >= MOST_OPEN:
        raise StillOpen(
            _("Many of your reports still wait. Let moderators read those first; your words are kept.")
        )
