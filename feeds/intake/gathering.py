"""What is known of a batch of reports, in a handful of queries whatever its size."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Case, F, Q, TextField, Value, When

from feeds.intake.fates import Copy, Known, KnownItem
from feeds.intake.identity import Reading, possible_identities
from feeds.intake.matching import SAME_COPY_WINDOW, Document, KnownItems, Rule, match
from feeds.intake.wording import SKETCH, shingles, words_of
from feeds.models import Feed, ImportedItem, Tombstone
from feeds.versions.wording import Wording, of_item

State = ImportedItem.State
NAMES = ("identity", "guid_key", "link_key", "fingerprint")
# A name that so many items share tells none of them apart.
MOST_KNOWN = 2_000
# A phrase that stands beneath every report of an agency finds many that are no copies; the nearest few are compared.
MOST_FOUND = 3_000
MOST_COMPARED = 5
_NOTHING = Value("", TextField())


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
    return Known(
        items=items,
        same_words=_same_words(strangers.values(), now),
        alike=_alike(strangers, now),
        wordings=_wordings(changed),
    )


def _items(feed: Feed, readings: Sequence[Reading], document: Document) -> tuple[KnownItem, ...]:
    named = _named(feed.identity_rule, readings, document)
    graves = Tombstone.objects.filter(named, feed=feed).values_list(*NAMES)[:MOST_KNOWN]
    rows = ImportedItem.objects.filter(named, feed=feed).order_by("-pk")
    columns = ("pk", *NAMES, "content_digest", "state", "headline", "published_at", "received_at")
    items = [KnownItem(*row) for row in rows.values_list(*columns)[:MOST_KNOWN]]
    doubtful = _half_alike(items, readings)
    if doubtful:
        sketches = dict(ImportedItem.objects.filter(pk__in=doubtful).values_list("pk", "sketch"))
        items = [replace(item, shingles=frozenset(sketches.get(item.pk, ()))) for item in items]
    buried = [
        KnownItem(0, identity, guid, link, print_, content_digest="", is_buried=True)
        for identity, guid, link, print_ in graves
    ]
    return (*items, *buried)


def _named(rule: str, readings: Sequence[Reading], document: Document) -> Q:
    """Whatever has one of the reports' names, as far as the feed's rule looks at them."""
    named = Q(fingerprint__in=[reading.fingerprint for reading in readings])
    if rule == Rule.WORDS:
        return named
    links = [link for reading in readings if (link := document.link_of(reading)) is not None]
    guids = [
        guid
        for reading in readings
        if (guid := document.guid_of(reading)) is not None
        and (rule == Rule.GUID or document.link_of(reading) is None)
    ]
    nameless = [
        possible_identities(reading)[0]
        for reading in readings
        if reading.guid_key is None and reading.link_key is None
    ]
    if links:
        named |= Q(link_key__in=links)
    if guids:
        named |= Q(guid_key__in=guids)
    return named | Q(identity__in=nameless) if nameless else named


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


def _same_words(strangers: Iterable[Reading], now: datetime) -> dict[str, Copy]:
    prints = [reading.fingerprint for reading in strangers]
    if not prints:
        return {}
    rows = (
        ImportedItem.objects.filter(fingerprint__in=prints, received_at__gte=now - SAME_COPY_WINDOW)
        .exclude(state=State.DUPLICATE)
        .order_by("-received_at", "-pk")
    )
    columns = ("pk", "feed_id", "feed__title", "feed__url", "headline", "fingerprint", "received_at")
    copies = [
        Copy(pk, feed_id, title or url, headline, print_, received_at)
        for pk, feed_id, title, url, headline, print_, received_at in rows.values_list(*columns)
    ]
    return {copy.fingerprint: copy for copy in copies}  # the first that came stands last


def _alike(strangers: dict[int, Reading], now: datetime) -> dict[int, tuple[Copy, ...]]:
    asked: dict[int, list[int]] = defaultdict(list)
    for at, reading in strangers.items():
        for probe in reading.probes:
            asked[probe].append(at)
    if not asked:
        return {}
    rows = (
        ImportedItem.objects.filter(anchors__overlap=list(asked), received_at__gte=now - SAME_COPY_WINDOW)
        .exclude(state__in=[State.RECEIVED, State.DUPLICATE])
        .order_by("-received_at")
        .values_list("pk", "anchors")[:MOST_FOUND]
    )
    shared: dict[int, Counter[int]] = defaultdict(Counter)
    for pk, anchors in rows:
        for anchor in anchors:
            for at in asked.get(anchor, ()):
                shared[at][pk] += 1
    nearest = {at: [pk for pk, _times in found.most_common(MOST_COMPARED)] for at, found in shared.items()}
    copies = _copies({pk for found in nearest.values() for pk in found})
    return {at: tuple(copies[pk] for pk in found if pk in copies) for at, found in nearest.items()}


def _copies(pks: set[int]) -> dict[int, Copy]:
    """Stored texts to compare with: by the sketch where it holds all of them, else by the text itself."""
    if not pks:
        return {}
    rows = (
        ImportedItem.objects.filter(pk__in=pks)
        .annotate(
            long_text=Case(When(sketch__len__gte=SKETCH, then=F("body")), default=_NOTHING),
            long_summary=Case(When(sketch__len__gte=SKETCH, then=F("summary")), default=_NOTHING),
        )
        .values_list(
            "pk", "feed_id", "feed__title", "feed__url", "headline", "fingerprint", "received_at", "sketch",
            "long_text", "long_summary",
        )
    )  # fmt: skip
    return {
        pk: Copy(
            pk,
            feed_id,
            title or url,
            headline,
            print_,
            received_at,
            shingles(words_of(text) or words_of(summary)) if text or summary else frozenset(sketch),
        )
        for pk, feed_id, title, url, headline, print_, received_at, sketch, text, summary in rows
    }


def _wordings(pks: Sequence[int]) -> dict[int, Wording]:
    """What the items say now of which something newer came."""
    if not pks:
        return {}
    return {item.pk: of_item(item) for item in ImportedItem.objects.filter(pk__in=pks)}
