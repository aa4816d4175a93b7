"""Who sends: plain data, read by the server and by whoever subscribes the desk to it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agency:
    """One service of a house. ``source`` and ``section`` are slugs of the demo's paper; now and then it sends the very
    words of another service, which ``copies`` names.
    """

    key: str
    name: str
    credit: str
    source: str
    section: str
    path: str
    description: str
    copies: str = ""


NORTHLINE = Agency(
    "northline",
    "Northline Press",
    "Northline Press",
    "northline-press",
    "world",
    "northline/rss.xml",
    "General news from both blocs",
    copies="halyard",
)
HALYARD = Agency(
    "halyard",
    "Halyard News Service",
    "Halyard",
    "halyard-news",
    "business",
    "halyard/atom.xml",
    "Companies, shipping and markets",
    copies="northline",
)
SPORT = Agency(
    "northline-sport",
    "Northline Press, sport",
    "Northline Press",
    "northline-press",
    "sport",
    "northline-sport/rss.xml",
    "Results and what led to them",
)
AGENCIES = (NORTHLINE, HALYARD, SPORT)
