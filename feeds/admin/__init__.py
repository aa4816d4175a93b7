"""Feeds, their history and what came in, at the desk."""

from feeds.admin import feed, fetch, item, mending, routing, trust

__all__ = ["feed", "fetch", "item", "mending", "routing", "trust"]
