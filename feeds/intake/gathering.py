"""What is known of a batch of reports, in a handful of queries whatever its size."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import batched

from django.db import connection

from feeds.intake.fates import Copy, Known, KnownItem
from feeds.intake.identity import Reading, nameless
from feeds.intake.matching import SAME_COPY_WINDOW, Document, KnownItems, Rule, match
from feeds.intake.wording import SKETCH, figures, shingles, words_of
from feeds.models import Feed, ImportedItem
from feeds.versions.wording import Wording, of_item

# A name that so many items share tells none of them apart.
MOST_KNOWN = 2_000
# A phrase that stands beneath every report of an agency finds many that are no copies; the nearest few are compared.
MOST_FOUND = 3_000
MOST_COMPARED = 5
# The index weighs each item that it finds against all phrases of one question.
TOGETHER = 256


def gather(feed: Feed, readings: Sequence[Reading], document: Document, now: datetime) -> Known:
    """All that ``planning.plan`` asks for."""
    items = _items(feed, readings, document)
    index = KnownItems(items)
    found = [match(reading, index, document, feed.identity_rule, now).item for reading in readings]
    changed = [
        item.pk
        for reading, item in zip(readings, found, strict=True)
        if item is not None and not item.is_buried and item.content_digest != reading.digest
    ]
    strangers = {at: reading for at, reading in enumerate(readings) if found[at] is None}
    same_words, alike = _others(strangers, now) if strangers else ({}, {})
    return Known(items, same_words, alike, _wordings(changed))


# One question for both tables. Written out: names come by the hundred, and each would be a parameter of its own.
_ITEMS = """
    (SELECT id, identity, guid_key, link_key, fingerprint, content_digest, state, headline, published_at, received_at, false
     FROM feeds_importeditem
     WHERE feed_id = %(feed)s AND (fingerprint = ANY(%(words)s) OR link_key = ANY(%(links)s)
        OR guid_key = ANY(%(guids)s) OR identity = ANY(%(identities)s))
     ORDER BY id DESC LIMIT %(most)s)
    UNION ALL
    (SELECT 0, identity, guid_key, link_key, fingerprint, '', '', '', NULL, NULL, true
     FROM feeds_tombstone
     WHERE feed_id = %(feed)s AND (fingerprint = ANY(%(words)s) OR link_key = ANY(%(links)s)
        OR guid_key = ANY(%(guids)s) OR identity = ANY(%(identities)s))
     LIMIT %(most)s)"""


def _items(feed: Feed, readings: Sequence[Reading], document: Document) -> tuple[KnownItem, ...]:
    """Whatever has one of the reports' names, as far as the feed's rule looks at them; graves too."""
    rule = feed.identity_rule
    links = [link for reading in readings if (link := document.link_of(reading)) is not None]
    guids = [
        guid
        for reading in readings
        if (guid := document.guid_of(reading)) is not None
        and (rule == Rule.GUID or document.link_of(reading) is None)
    ]
    unnamed = [reading for reading in readings if reading.guid_key is None and reading.link_key is None]
    asked: dict[str, int | str] = {
        "feed": feed.pk,
        "words": _listed([reading.fingerprint for reading in readings]),
        "links": _listed([] if rule == Rule.WORDS else links),
        "guids": _listed([] if rule == Rule.WORDS else guids),
        "identities": _listed([nameless(reading) for reading in unnamed]),
        "most": MOST_KNOWN,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ITEMS, asked)
        items = [KnownItem(*row) for row in cursor.fetchall()]
    if doubtful := _half_alike(items, readings):
        sketches = dict(ImportedItem.objects.filter(pk__in=doubtful).values_list("pk", "sketch"))
        items = [item._replace(shingles=frozenset(sketches.get(item.pk, ()))) for item in items]
    return tuple(items)


def _listed(values: Sequence[object]) -> str:
    """An array as the server writes it: one parameter whatever its length."""
    return "{" + ",".join(map(str, values)) + "}"


def _half_alike(items: Sequence[KnownItem], readings: Sequence[Reading]) -> set[int]:
    """The items that share guid or address with a report, and not the other: their texts decide."""
    pairs = [(reading.guid_key, reading.link_key) for reading in readings]
    guids: dict[int | None, int | None] = {guid: link for guid, link in pairs if guid is not None}
    links: dict[int | None, int | None] = {link: guid for guid, link in pairs if link is not None}
    return {
        item.pk
        for item in items
        if guids.get(item.guid_key, item.link_key) != item.link_key
        or links.get(item.link_key, item.guid_key) != item.guid_key
    }


_OTHERS = """
    SELECT item.id, item.feed_id, coalesce(nullif(feed.title, ''), feed.url), item.headline, item.fingerprint,
        item.received_at, item.anchors
    FROM feeds_importeditem item JOIN feeds_feed feed ON feed.id = item.feed_id
    WHERE item.received_at >= %(since)s AND item.state NOT IN ('received', 'duplicate') AND item.id IN (
        SELECT id FROM feeds_importeditem WHERE fingerprint = ANY(%(words)s)
        UNION ALL SELECT found.id FROM unnest(%(probes)s::text[]) asked, feeds_importeditem found
        WHERE found.anchors && asked::bigint[])
    ORDER BY item.received_at DESC, item.id DESC LIMIT %(most)s"""


def _others(
    strangers: dict[int, Reading], now: datetime
) -> tuple[dict[str, Copy], dict[int, tuple[Copy, ...]]]:
    """From any feed: the first item with the same words by fingerprint; by position, those worth comparing."""
    asked: dict[int, list[int]] = defaultdict(list)
    for at, reading in strangers.items():
        for probe in reading.probes:
            asked[probe].append(at)
    same_words: dict[str, Copy] = {}
    shared: dict[int, Counter[int]] = defaultdict(Counter)
    found: dict[int, Copy] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            _OTHERS,
            {
                "since": now - SAME_COPY_WINDOW,
                "words": _listed([reading.fingerprint for reading in strangers.values()]),
                "probes": [_listed(some) for some in batched(asked, TOGETHER)],
                "most": MOST_FOUND,
            },
        )
        for *about, anchors in cursor.fetchall():
            copy = found[about[0]] = Copy(*about)
            same_words[copy.fingerprint] = copy  # the first that came stands last
            for at in (at for anchor in anchors for at in asked.get(anchor, ())):
                shared[at][copy.pk] += 1
    nearest = {at: [pk for pk, _times in pks.most_common(MOST_COMPARED)] for at, pks in shared.items()}
    texts = _texts({pk for pks in nearest.values() for pk in pks})
    alike = {
        at: tuple(
            found[pk]._replace(shingles=texts[pk][0], stored_figures=texts[pk][1])
            for pk in pks
            if pk in texts
        )
        for at, pks in nearest.items()
    }
    return same_words, alike


_TEXTS = """
    SELECT id, sketch, coalesce(nullif(body, ''), summary) FROM feeds_importeditem WHERE id = ANY(%s)"""


def _texts(pks: set[int]) -> dict[int, tuple[frozenset[int], frozenset[str]]]:
    """Shingles and figures of stored texts; the sketch where it holds all shingles, else computed from the text."""
    if not pks:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS, [_listed(list(pks))])
        read = [(pk, sketch, words_of(text)) for pk, sketch, text in cursor.fetchall()]
    return {
        pk: (shingles(words) if len(sketch) >= SKETCH else frozenset(sketch), figures(words))
        for pk, sketch, words in read
    }


def _wordings(pks: Sequence[int]) -> dict[int, Wording]:
    """What the items say now of which something newer came."""
    if not pks:
        return {}
    return {item.pk: of_item(item) for item in ImportedItem.objects.filter(pk__in=pks)}
