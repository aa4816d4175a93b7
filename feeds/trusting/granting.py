"""The steps of trust: proposed by rule, tried and granted by a publisher, withdrawn by either."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from feeds.models import Trust
from feeds.trusting.gathering import figures_of, tried
from feeds.trusting.reckoning import AGREED, LEAST_TRIED, missing
from moderation.errors import NotAllowed
from moderation.models import Decision
from moderation.transition import transition

STANDS_FOR = timedelta(days=90)


def begin_trial(trust: Trust, *, by: User, version: int, now: datetime | None = None) -> Decision:
    """Note from now on what would have passed; nothing passes. Raises moderation.errors.Refused."""
    now = now or timezone.now()
    return _step(trust, "begin_trial", by, version, _("On trial: nothing passes yet."), now)


def end_trial(trust: Trust, *, by: User, version: int, reason: str, now: datetime | None = None) -> Decision:
    """Leave it at that. Raises moderation.errors.Refused."""
    return _step(trust, "end_trial", by, version, reason, now or timezone.now())


@transaction.atomic
def grant(trust: Trust, *, by: User, version: int, reason: str, now: datetime | None = None) -> Decision:
    """Let reports of the feed through without review, for ninety days; granted again, it is looked at again.

    Raises NotAllowed where the record or the trial does not carry it, and the other refusals of the door.
    """
    now = now or timezone.now()
    if trust.state == Trust.State.DRY_RUN and not (shown := tried(trust)).suffices:
        raise NotAllowed(
            _(
                "The trial does not carry it yet: people must have decided on at least %(least)s of the reports that would "
                "have passed, and accepted %(share)s %% of them. So far: %(agreed)s of %(decided)s."
            )
            % {
                "least": LEAST_TRIED,
                "share": round(AGREED * 100),
                "agreed": shown.agreed,
                "decided": shown.decided,
            }
        )
    if against := missing(figures_of(trust.feed, now)):
        raise NotAllowed(" ".join(against))
    if not (
        by.has_perm("articles.publish_revision", trust) and by.has_perm("articles.approve_revision", trust)
    ):
        raise NotAllowed(_("Only who publishes in this section may let a rule publish there."))
    return _step(trust, "grant", by, version, reason, now, expires_at=now + STANDS_FOR)


def withdraw(trust: Trust, *, by: User, version: int, reason: str, now: datetime | None = None) -> Decision:
    """Nothing passes any more; what has passed stays, and is listed. Raises moderation.errors.Refused."""
    return _step(trust, "withdraw", by, version, reason, now or timezone.now())


def _step(
    trust: Trust,
    name: str,
    by: User,
    version: int,
    why: str,
    now: datetime,
    *,
    expires_at: datetime | None = None,
) -> Decision:
    changes = {"since": now, "why": why.strip(), "decided_by": by, "expires_at": expires_at}
    return transition(trust, name, by=by, version=version, reason=why, changes=changes, now=now)
