"""Typing errors that a wire mends, mended in a draft that nobody has touched: by a rule that a publisher switched on."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import drafting
from articles.holding import hold
from articles.joining import as_fields
from articles.models import Revision
from feeds.desk.drafted import FIELDS
from feeds.models import Feed, MendingRule
from feeds.versions.comparing import Meeting
from moderation.actors import Deputy
from moderation.errors import NotAllowed, Refused
from moderation.transition import transition

SWITCH = "articles.publish_revision"


def mend(met: Meeting, now: datetime) -> bool:
    """Take the wire's mended words into the draft, if the feed's rule allows it; whether it did.

    Only a draft that is still the wire's own is mended: it waits for two people all the same.
    """
    rule = MendingRule.objects.filter(feed=met.item.feed_id, is_on=True).first()
    text = met.text
    if rule is None or text.state != Revision.State.DRAFT or text.changed_by_id is not None:
        return False
    if met.merged.overlaps or (met.taken and met.newest.number != met.taken.number + 1):
        return False
    words = met.outcome()
    changed = {name: words[name] for name in FIELDS if words[name] != met.ours[name]}
    hold(text.article_id)
    try:
        drafting.save_wire_copy(text, version=text.version, reason=str(rule), now=now, **as_fields(changed))
    except Refused:  # somebody began to write at this moment
        return False
    transition(
        met.item,
        "mend",
        by=Deputy(str(rule)),
        version=met.item.version,
        reason=met.newest.why,
        changes={"taken_version": met.newest.number},
        now=now,
    )
    return True


@transaction.atomic
def switch(feed: Feed, *, on: bool, by: User, now: datetime | None = None) -> MendingRule:
    """Let typing errors of a feed be mended without a person, or no longer. Raises NotAllowed."""
    if not by.has_perm(SWITCH, feed):
        raise NotAllowed(_("Only a publisher of this section may let a rule mend texts."))
    rule = MendingRule.objects.select_for_update().filter(feed=feed).first() or MendingRule(
        feed=feed, version=0
    )
    if rule.pk is None or rule.is_on != on:
        rule.is_on, rule.version = on, rule.version + 1
        rule.decided_by, rule.since = by, now or timezone.now()
        rule.save()
    return rule
