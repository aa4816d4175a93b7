"""Which known item a report is, by the feed's identity rule, and what speaks against that rule. Pure.

A name that does not tell apart is no name: what two reports of one document share, or what a known item of other words
has, is passed over for the next one. So no report is lost to a bad guid, and none comes twice because of one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from feeds.intake.fates import KnownItem
from feeds.intake.identity import Reading
from feeds.intake.wording import contained, words_of
from feeds.models import Feed

Rule = Feed.IdentityRule
# Copy that comes back later than this is news again (a yearly notice, a weekly table).
SAME_COPY_WINDOW = timedelta(hours=120)
SAME_TEXT = 0.3
SAME_TITLE = 0.5
# A guid that may be a date says the same as the date beside it.
_YEAR = re.compile(r"(?:19|20)\d\d")


class Sign(StrEnum):
    """What a report showed of the feed's guids."""

    NONE = ""
    HELD = "held"  # the guid told the item apart as it should
    REPEATS = "repeats"  # one guid for different items
    CHANGES = "changes"  # another guid for the same item


@dataclass(frozen=True, slots=True)
class Match:
    """The item that a report is, if it is known, and what its guid showed."""

    item: KnownItem | None
    sign: Sign = Sign.NONE


class Document:
    """What the names of one document's reports are worth beside each other."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        pages: dict[int, set[object]] = defaultdict(set)
        guids: dict[int, set[object]] = defaultdict(set)
        for reading in readings:
            if reading.guid_key is not None:
                pages[reading.guid_key].add(reading.page)
            if reading.link_key is not None:
                guids[reading.link_key].add(reading.guid_key or reading.fingerprint)
        self.guids = set(pages)
        self.links = set(guids)
        self.size = len(readings)
        self._repeated_guids = {guid for guid, found in pages.items() if len(found) > 1}
        self._shared_links = {link for link, found in guids.items() if len(found) > 1}

    def guid_of(self, reading: Reading) -> int | None:
        """The report's guid, if it is no other page's in this document."""
        return None if reading.guid_key in self._repeated_guids else reading.guid_key

    def link_of(self, reading: Reading) -> int | None:
        """The report's address, if it is no other report's in this document."""
        return None if reading.link_key in self._shared_links else reading.link_key

    def repeats_guid(self, reading: Reading) -> bool:
        """Whether the report's guid is another page's too."""
        return reading.guid_key in self._repeated_guids

    @property
    def has_good_links(self) -> bool:
        """Whether addresses would tell its reports apart."""
        return bool(self.links) and not self._shared_links


class KnownItems:
    """The feed's known items by each of their names; live ones before graves."""

    def __init__(self, items: Iterable[KnownItem]) -> None:
        self.by_guid: dict[int, list[KnownItem]] = defaultdict(list)
        self.by_link: dict[int, list[KnownItem]] = defaultdict(list)
        self.by_words: dict[str, list[KnownItem]] = defaultdict(list)
        self.identities: set[str] = set()
        for item in sorted(items, key=lambda item: item.is_buried):
            self.add(item)

    def add(self, item: KnownItem) -> None:
        """Know one more."""
        self.identities.add(item.identity)
        if item.guid_key is not None:
            self.by_guid[item.guid_key].append(item)
        if item.link_key is not None:
            self.by_link[item.link_key].append(item)
        self.by_words[item.fingerprint].append(item)


def match(reading: Reading, known: KnownItems, document: Document, rule: str, now: datetime) -> Match:
    """Find the report among the known items of its feed."""
    if rule == Rule.WORDS:
        return Match(_by_words(reading, known, document, now, strictly=True))
    if rule == Rule.LINK and (link := document.link_of(reading)) is not None:
        found = _nearest(reading, known.by_link.get(link, ()))
        return Match(found or _by_words(reading, known, document, now))
    guid = document.guid_of(reading)
    named = known.by_guid.get(guid, []) if guid is not None else []
    for item in named:
        if not _is_another(reading, item, alone=len(named) == 1):
            return Match(item, Sign.HELD)
    repeats = bool(named) or document.repeats_guid(reading)
    found = _by_link(reading, known, document) or _by_words(reading, known, document, now)
    if repeats:
        return Match(found, Sign.REPEATS)
    changes = found is not None and found.pk and None not in (reading.guid_key, found.guid_key)
    return Match(found, Sign.CHANGES if changes else Sign.NONE)


def _is_another(reading: Reading, item: KnownItem, *, alone: bool) -> bool:
    """Whether an item that has the report's guid is a different one all the same: another page with other words."""
    if None in (reading.link_key, item.link_key) or reading.link_key == item.link_key:
        return False
    if item.is_buried:
        return not alone
    return not _is_alike(reading, item)


def _by_link(reading: Reading, known: KnownItems, document: Document) -> KnownItem | None:
    """The item at the report's address, unless its own guid still stands in the document or the words are others."""
    link = document.link_of(reading)
    if link is None:
        return None
    return _nearest(
        reading,
        [
            item
            for item in known.by_link.get(link, ())
            if document.repeats_guid(reading)
            or None in (item.guid_key, reading.guid_key)
            or item.guid_key == reading.guid_key
            or (item.guid_key not in document.guids and (item.is_buried or _is_alike(reading, item)))
        ],
    )


def _by_words(
    reading: Reading, known: KnownItems, document: Document, now: datetime, *, strictly: bool = False
) -> KnownItem | None:
    """The item with the same words whose own names are gone from the document; its date or its age must fit."""
    if (
        not strictly
        and reading.guid_key is not None
        and reading.link_key is None
        and not reading.has_enough_words
    ):
        return None
    for item in known.by_words.get(reading.fingerprint, ()):
        gone = item.guid_key not in document.guids or item.guid_key in (None, reading.guid_key)
        elsewhere = item.link_key in document.links and item.link_key != reading.link_key
        if strictly or item.is_buried or (gone and not elsewhere and _is_of_its_time(reading, item, now)):
            return item
    return None


def _nearest(reading: Reading, items: Sequence[KnownItem]) -> KnownItem | None:
    """Of several at one address the one with the report's guid or words, else the first."""
    for item in items:
        if reading.guid_key == item.guid_key or reading.fingerprint == item.fingerprint:
            return item
    return items[0] if items else None


def _is_of_its_time(reading: Reading, item: KnownItem, now: datetime) -> bool:
    published = reading.report.published or reading.report.updated
    if published is not None and published == item.published_at:
        return True
    return item.received_at is None or item.received_at >= now - SAME_COPY_WINDOW


def _is_alike(reading: Reading, item: KnownItem) -> bool:
    """Whether the two could be versions of one report: the same words, time, text in good part, or much the same title."""
    if reading.fingerprint == item.fingerprint:
        return True
    published = reading.report.published or reading.report.updated
    if published is not None and published == item.published_at and not _YEAR.search(reading.report.guid):
        return True
    ours = reading.shingles
    if max(contained(item.shingles, ours), contained(ours, item.shingles)) >= SAME_TEXT:
        return True
    title, known = set(words_of(reading.report.title)), set(words_of(item.headline))
    return bool(title and known) and len(title & known) / min(len(title), len(known)) >= SAME_TITLE
