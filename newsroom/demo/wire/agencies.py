"""Who sends: plain data, read by the server and by who subscribes the desk to it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agency:
    """One house on the wire. ``source`` and ``section`` are slugs of the demo's paper."""

    key: str
    name: str
    credit: str
    source: str
    section: str
    path: str
    description: str


NORTHLINE = Agency(
    "northline",
    "Northline Press",
    "Northline Press",
    "northline-press",
    "world",
    "northline/rss.xml",
    "General news from both blocs",
)
HALYARD = Agency(
    "halyard",
    "Halyard News Service",
    "Halyard",
    "halyard-news",
    "business",
    "halyard/feed.json",
    "Companies, shipping and markets",
)
AGENCIES = (NORTHLINE, HALYARD)
