"""How trust is lost without anybody's asking: at once, recorded, and told."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.backends import people_with
from feeds.models import Feed, ImportedItem, ItemVersion, Trust
from feeds.workflow import GRANT_TRUST
from moderation.actors import Deputy
from moderation.models import Decision
from moderation.transition import transition
from notifications.outbox import tell

RULE = Deputy("trust-rules@1")
KIND = "feed_trust"
Change = ItemVersion.Change


@transaction.atomic
def lost(feed: Feed, why: str, now: datetime) -> Decision | None:
    """Withdraw the feed's trust, and end its trial or its proposal; None where it had none of these."""
    trust = Trust.objects.select_for_update(of=("self",)).filter(feed=feed).first()
    step = _STEPS.get(Trust.State(trust.state)) if trust else None
    if trust is None or step is None:
        return None
    changes = {"since": now, "why": why, "decided_by": None, "expires_at": None}
    decision = transition(trust, step, by=RULE, version=trust.version, reason=why, changes=changes, now=now)
    announce(trust, decision, now)
    return decision


def sent_again(item: ImportedItem, version: ItemVersion, now: datetime) -> None:
    """A newer version came: a kill or a correction of what the feed's trust is about costs it."""
    if version.change in {Change.KILL, Change.CORRECTION}:
        taken_back(item, f"{version.get_change_display()}: {version.why}", now)


def taken_back(item: ImportedItem, why: str, now: datetime) -> None:
    """The wire does not stand by a report any more that we took."""
    if item.state == ImportedItem.State.ACCEPTED:
        words = _("“%(headline)s”: %(why)s") % {"headline": item.headline, "why": why}
        lost(item.feed, words, now)


def announce(trust: Trust, decision: Decision, now: datetime) -> None:
    """Tell the publishers what became of a feed's trust."""
    publishers = [person for person in people_with(GRANT_TRUST) if person.has_perm(GRANT_TRUST, trust)]
    tell(publishers, KIND, event=f"decision:{decision.pk}", object_id=trust.pk, now=now)


_STEPS = {
    Trust.State.GRANTED: "withdraw",
    Trust.State.DRY_RUN: "end_trial",
    Trust.State.PROPOSED: "take_back",
}
