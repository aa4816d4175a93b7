"""Giving a second opinion: it is recorded, and where it differs the case waits for an ordinary decision once more."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from moderation import queue
from moderation.errors import NotAllowed
from moderation.models import Decision, Opinion
from moderation.opinions.reviewables import reviewable_of
from moderation.transition import transition


@transaction.atomic
def give(opinion: Opinion, choice: str, *, by: User, version: int, now: datetime | None = None) -> Decision:
    """Record what this person would have decided. Nothing changes by it. Raises moderation.errors.Refused."""
    now = now or timezone.now()
    reviewable = reviewable_of(opinion.kind)
    if reviewable is None or choice not in {one.code for one in reviewable.choices}:
        raise NotAllowed(_("“%(action)s” is nothing that can be done here.") % {"action": choice})
    changes = {"second": choice, "given_at": now}
    decision = transition(opinion, "give", by=by, version=version, changes=changes, now=now)
    queue.close(opinion, decision)
    if not opinion.agrees:
        with translation.override(settings.LANGUAGE_CODE):
            words = _("Two moderators see this differently. Look at it once more.")
        reviewable.look_again(opinion.object_id, words)
    return decision
