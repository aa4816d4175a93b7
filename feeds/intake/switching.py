"""Another identity rule for a feed whose guids do not tell its reports apart; back again only by a person."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from feeds.intake.matching import Document, Rule, Sign
from feeds.models import Feed

# One pair may be a slip of somebody's hand; where nothing else is there to judge by, it is enough.
ENOUGH_REPEATS = 3
ENOUGH_CHANGES = 2


def consider(feed: Feed, signs: Sequence[Sign], document: Document, now: datetime) -> str:
    """Switch the feed's rule where its guids prove bad; the notice of it in words, or nothing."""
    reason = judge(feed.identity_rule, signs)
    if not reason:
        return ""
    rule = Rule.LINK if document.has_good_links else Rule.WORDS
    changed = Feed.objects.filter(pk=feed.pk, identity_rule=feed.identity_rule).update(
        identity_rule=rule, identity_rule_since=now, identity_rule_reason=reason
    )
    feed.identity_rule, feed.identity_rule_since, feed.identity_rule_reason = rule, now, reason
    told = _("%(reason)s From now on its reports are told apart by %(name)s.")
    return told % {"reason": reason, "name": rule.label} if changed else ""


def judge(rule: str, signs: Sequence[Sign]) -> str:
    """Why guids are no identity in this feed, in words; nothing if they are. Pure."""
    if rule != Rule.GUID:
        return ""
    times = Counter(signs)
    repeats, changes = times[Sign.REPEATS], times[Sign.CHANGES]
    if repeats >= ENOUGH_REPEATS or repeats == len(signs) > 0:
        return _("The feed gives one guid to different reports (%(times)s of %(all)s).") % {
            "times": repeats,
            "all": len(signs),
        }
    if changes >= max(ENOUGH_CHANGES, times[Sign.HELD]) or changes == len(signs) > 0:
        return _("The feed gives the same report another guid each time (%(times)s of %(all)s).") % {
            "times": changes,
            "all": len(signs),
        }
    return ""
