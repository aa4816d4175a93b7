"""The sweep that keeps each feed's record, proposes trust where it is earned, and lets it go where it is not."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feeds.models import Feed, ImportedItem, Trust
from feeds.trusting.gathering import DECIDED, figures_of
from feeds.trusting.losing import RULE, announce, lost
from feeds.trusting.reckoning import LOOKS_BACK, Figures, fallen, missing
from moderation.mandates import deputy_of, given_by
from moderation.transition import transition

State = Trust.State
# After trust was lost, the feed has to earn it anew, and not on the same evening.
REST = timedelta(days=30)


def look(now: datetime | None = None) -> int:
    """Reckon every feed on which people decided lately; returns how many were proposed or lost."""
    now = now or timezone.now()
    since = now - LOOKS_BACK
    decided = ImportedItem.objects.filter(state__in=DECIDED, received_at__gte=since).values("feed")
    feeds = Feed.objects.filter(pk__in=decided) | Feed.objects.filter(trust__isnull=False)
    return sum(look_at(feed, now) for feed in feeds.select_related("source", "section").distinct())


@transaction.atomic
def look_at(feed: Feed, now: datetime) -> bool:
    """One feed: its figures are kept, and its state follows them; whether it changed."""
    figures = figures_of(feed, now)
    Trust.objects.get_or_create(feed=feed)
    trust = Trust.objects.select_for_update(of=("self",)).select_related("feed__section").get(feed=feed)
    Trust.objects.filter(pk=trust.pk).update(facts={**figures.as_facts(), "at": now.isoformat()})
    if why := _why_not(trust, figures, now):
        return lost(feed, why, now) is not None
    if trust.state in {State.NONE, State.WITHDRAWN} and not missing(figures) and not _rests(trust, now):
        changes = {"since": now, "why": _earned(figures), "decided_by": None}
        decision = transition(trust, "propose", by=RULE, version=trust.version, changes=changes, now=now)
        announce(trust, decision, now)
        return True
    return False


def _why_not(trust: Trust, figures: Figures, now: datetime) -> str:
    """Why it does not stay as it is, in words."""
    if trust.state == State.PROPOSED:
        return " ".join(missing(figures))
    if trust.state not in {State.GRANTED, State.DRY_RUN}:
        return ""
    if trust.state == State.GRANTED:
        if trust.expires_at is not None and trust.expires_at <= now:
            return _("Nobody looked at it again in time.")
        giver = given_by(deputy_of(trust, trust.rule_version))
        if giver is None or not giver.has_perm("articles.publish_revision", trust):
            return _("Who granted it publishes here no longer.")
    return fallen(figures)


def _rests(trust: Trust, now: datetime) -> bool:
    """Whether it was turned down or lost a short time ago."""
    return trust.since is not None and now - trust.since < REST


def _earned(figures: Figures) -> str:
    return _("%(accepted)s of the last %(decisions)s reports were accepted, no kill, no correction.") % {
        "accepted": figures.accepted,
        "decisions": figures.decisions,
    }
