"""From feedparser's dictionary of a feed to our ParsedFeed: all that a feed says of itself beside its reports."""

from datetime import datetime
from typing import Any

from common.html import plain_text
from feeds.parsing.dates import read_date
from feeds.parsing.feedparser_entries import dicts, inner, names, text_of, value
from feeds.parsing.links import web_address
from feeds.parsing.normalising import distinct, language_tag
from feeds.parsing.reports import IncomingReport, ParsedFeed

MAX_TEXT = 1_000
PERIODS = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def feed_from_dictionary(
    found: dict[str, Any],
    items: tuple[IncomingReport, ...],
    location: str,
    now: datetime,
    *,
    notices: tuple[str, ...],
    way: str,
) -> ParsedFeed:
    """The feed with its reports. ``location`` is its own address."""
    feed = found["feed"]
    updated = value(feed, "updated") or value(feed, "published") or value(feed, "created")
    return ParsedFeed(
        title=plain_text(value(feed, "title")),
        link=web_address(value(feed, "link"), location),
        language=language_of(feed),
        version=str(found.get("version") or ""),
        items=items,
        notices=tuple(dict.fromkeys(notices)),
        minutes_between=minutes_between(feed),
        skip_hours=skip_hours(dict.get(feed, "skip_hours") or []),
        skip_days=skip_days(dict.get(feed, "skip_days") or []),
        hub=_related(feed, "hub", location),
        self_link=_related(feed, "self", location),
        description=_description(feed),
        rights=rights_of(feed),
        authors=distinct(names(feed)),
        categories=distinct(plain_text(text_of(tag.get("term"))) for tag in dicts(feed, "tags")),
        updated=read_date(updated, now).instant if updated else None,
        way=way,
    )


def _description(feed: dict[str, Any]) -> str:
    """What the feed says of itself; ``info`` is Atom 0.3's."""
    said = (value(feed, name) for name in ("subtitle", "summary", "info"))
    return plain_text(next((words for words in said if words), ""))[:MAX_TEXT]


def rights_of(feed: dict[str, Any]) -> str:
    """The copyright of the whole feed, in plain text."""
    return plain_text(value(feed, "rights"))[:MAX_TEXT]


def language_of(feed: dict[str, Any]) -> str:
    """The feed's language, or that of its title."""
    named = value(feed, "language")
    parts = (inner(feed, "title_detail"), inner(feed, "subtitle_detail"))
    return language_tag(
        named or next((text for part in parts if (text := text_of(part.get("language")))), "")
    )


def minutes_between(feed: dict[str, Any]) -> int:
    """How long the feed asks to be left alone: RSS's ttl, else a period and how often it changes in it."""
    if ttl := _number(value(feed, "ttl")):
        return ttl
    period = PERIODS.get(value(feed, "sy_updateperiod").strip().lower(), 0)
    return period // (_number(value(feed, "sy_updatefrequency")) or 1)


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def skip_hours(texts: list[Any]) -> tuple[int, ...]:
    """Hours of the day from 0 to 23; the older format's 24 is 0."""
    hours = [int(text) for text in texts if isinstance(text, str) and text.isdecimal() and len(text) < 3]
    return tuple(sorted({hour % 24 for hour in hours if hour <= 24}))


def skip_days(texts: list[Any]) -> tuple[str, ...]:
    """English names of days, as the format has them."""
    named = {text.strip().capitalize() for text in texts if isinstance(text, str)}
    return tuple(day for day in DAYS if day in named)


def _related(feed: dict[str, Any], rel: str, location: str) -> str:
    rows = (text_of(row.get("href")) for row in dicts(feed, "links") if row.get("rel") == rel)
    return web_address(next(rows, ""), location)
