"""Feeds, their history and what came in, at the desk."""

from feeds.admin import feed, fetch, item, mending

__all__ = ["feed", "fetch", "item", "mending"]
