"""Feeds, what was fetched from them, what came in, and the rules that say where it goes."""

from feeds.models.feed import DRAWER, Feed
from feeds.models.fetch import Fetch, KeptBody
from feeds.models.item import ImportedItem, ItemVersion, Tombstone
from feeds.models.mending import MendingRule
from feeds.models.routing import RoutingRule, RuleHit
from feeds.models.subscription import Push, Subscription
from feeds.models.trust import Trust, TrustedPassage

__all__ = [
    "DRAWER",
    "Feed",
    "Fetch",
    "ImportedItem",
    "ItemVersion",
    "KeptBody",
    "MendingRule",
    "Push",
    "RoutingRule",
    "RuleHit",
    "Subscription",
    "Tombstone",
    "Trust",
    "TrustedPassage",
]
