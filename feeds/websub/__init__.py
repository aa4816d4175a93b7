"""Feeds that are pushed: asking hubs, proving that it was us, and taking what they bring (WebSub, W3C)."""
