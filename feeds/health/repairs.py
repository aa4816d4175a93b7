"""What a button can do for a feed: which are offered is pure; ``repair`` does one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from feeds.alerting import sweeping
from feeds.alerting.wording import ORDER, Alarm
from feeds.fetching import moving, polling
from feeds.models import Feed
from feeds.parsing.links import web_address
from feeds.subscribing.adding import feed_at

NAMES_A_FEED = "web-page-with-feed"


@dataclass(frozen=True, slots=True)
class Repair:
    """One button: its name, what stands on it, and what follows."""

    name: str
    label: str
    effect: str = ""
    is_urgent: bool = False


class NotPossible(Exception):
    """Why it cannot be done, in words."""


def repairs_for(feed: Feed, alarms: Sequence[Alarm]) -> list[Repair]:
    """The buttons that make sense for the feed as it is, the most promising first."""
    if feed.is_drawer:
        return []
    offered: list[Repair] = []
    if named := named_by_page(feed):
        offered.append(Repair("take", _("Take the feed that the page names"), named, is_urgent=True))
    if feed.moved_to and "moved-onto" not in feed.alerts:
        offered.append(Repair("move", _("Use the address it moved to"), feed.moved_to, is_urgent=True))
    if words := " ".join(alarm.words for alarm in alarms if not alarm.is_seen):
        offered.append(Repair("seen", _("Seen"), _("It troubles nobody until it begins anew: %s") % words))
    if feed.health == Feed.Health.MUTED:
        return [*offered, Repair("unmute", _("Unmute"), _("It is polled again, at once."))]
    return [
        *offered,
        Repair("poll", _("Poll now"), _("It is polled within a few seconds.")),
        Repair("mute", _("Mute"), _("It is polled no more until somebody unmutes it; its reports stay.")),
    ]


def named_by_page(feed: Feed) -> str:
    """The feed that a web page names which stands at the feed's address."""
    if feed.health != Feed.Health.FAILING or feed.last_trouble.get("code") != NAMES_A_FEED:
        return ""
    found = str(feed.last_trouble.get("params", {}).get("found", ""))
    return web_address(found, feed.url)


def repair(feed: Feed, name: str, by: User) -> str:
    """Do it; what was done, in words. Raises NotPossible."""
    if name == "seen" and sum(sweeping.seen(feed, alarm) for alarm in ORDER):  # each of them, not the first
        return _("Seen: it troubles nobody until it begins anew.")
    offered = {one.name for one in repairs_for(feed, ())}
    if name not in offered:
        raise NotPossible(_("There is nothing like that to do for this feed any more. Look at it again."))
    match name:
        case "take":
            return readdress(feed, named_by_page(feed), by)
        case "move":
            return readdress(feed, feed.moved_to, by)
        case "mute":
            polling.mute([feed])
            said = _("“%(feed)s” is muted: it is polled no more.")
        case "unmute":
            polling.ask_now([feed])
            said = _("“%(feed)s” is polled again, at once.")
        case _:
            polling.ask_now([feed])
            said = _("“%(feed)s” is polled now.")
    note(feed, by, ["health"] if name != "poll" else [])
    return said % {"feed": feed}


@transaction.atomic
def readdress(feed: Feed, url: str, by: User) -> str:
    """Ask for the feed at another address from now on. Raises NotPossible."""
    taken = feed_at(url)
    if taken is not None and taken.pk != feed.pk:
        raise NotPossible(_("This address is another feed here already: %(feed)s.") % {"feed": taken})
    row = Feed.objects.select_for_update().get(pk=feed.pk)
    former = moving.formerly(url, row.url, row.former_urls)
    Feed.objects.filter(pk=feed.pk).update(**_at(url), former_urls=former)
    polling.ask_now([row])
    note(feed, by, ["url"])
    return _("“%(feed)s” is asked for at %(address)s from now on, and polled now.") % {
        "feed": feed,
        "address": url,
    }


def _at(url: str) -> dict[str, Any]:
    """What was known of the other address is of no use here."""
    forgotten: dict[str, Any] = {"moved_to": "", "moved_times": 0, "etag": "", "last_modified": ""}
    return {"url": url, "body_digest": "", **forgotten}


def restore_guids(feed: Feed, by: User) -> str:
    """Tell the feed's reports apart by their guids again. Raises NotPossible."""
    changed = Feed.objects.filter(pk=feed.pk).exclude(identity_rule=Feed.IdentityRule.GUID)
    if not changed.update(
        identity_rule=Feed.IdentityRule.GUID, identity_rule_since=None, identity_rule_reason=""
    ):
        raise NotPossible(_("Its reports are told apart by their guids already."))
    note(feed, by, ["identity_rule"])
    return _("From now on the reports of “%(feed)s” are told apart by their guids.") % {"feed": feed}


def note(feed: Feed, by: User, fields: Sequence[str]) -> None:
    """Into the admin's log of who changed what."""
    if fields:
        message = [{"changed": {"fields": list(fields)}}]
        LogEntry.objects.log_actions(by.pk, [feed], CHANGE, change_message=message, single_object=True)
