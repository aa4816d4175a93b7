"""Feeds, what was fetched from them, what came in, and the rules that say where it goes."""

from feeds.models.feed import DRAWER, Feed
from feeds.models.fetch import Fetch
from feeds.models.item import ImportedItem, ItemVersion, Tombstone
from feeds.models.mending import MendingRule
from feeds.models.routing import RoutingRule, RuleHit
from feeds.models.subscription import Subscription
from feeds.models.trust import Trust, TrustedPassage

__all__ = [
    "DRAWER",
    "Feed",
    "Fetch",
    "ImportedItem",
    "ItemVersion",
    "MendingRule",
    "RoutingRule",
    "RuleHit",
    "Subscription",
    "Tombstone",
    "Trust",
    "TrustedPassage",
]
