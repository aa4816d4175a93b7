"""Storing what was planned: new items with their first versions, decisions and places in the queue, all in bulk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.models import Section
from common.copying import copy_in
from feeds.intake.fates import ENTERS, Fate, Planned
from feeds.intake.identity import has_words
from feeds.intake.itemising import columns, columns_of_kill, version_of
from feeds.intake.waiting import NEWER, reasons_for
from feeds.intake.wording import anchors, sketch
from feeds.models import Feed, Fetch, ImportedItem, ItemVersion, RuleHit, Tombstone
from feeds.versions import following
from moderation import queue
from moderation.actors import Deputy
from moderation.arriving import Arrival, arrive
from moderation.models import Item
from moderation.transition import transition

INTAKE = Deputy("intake@1")
State = ImportedItem.State


def store(feed: Feed, planned: Sequence[Planned], now: datetime, fetch: Fetch | None) -> None:
    """Carry out the plan of a batch; call it in the transaction in which it was made. Raises Conflict, database errors."""
    entering = [one for one in planned if one.fate in ENTERS]
    folding = [one for one in planned if one.fate == Fate.FOLDED]
    entered = _arrive(feed, entering, {}, now)
    numbers = {id(one.reading): item.pk for one, item in zip(entering, entered, strict=True)}
    folded = _arrive(feed, folding, numbers, now)
    _mark_resembling(entering, entered, numbers)
    items = [*entered, *folded]
    copy_in([version_of(item, 1, ItemVersion.Change.FIRST, "", now, fetch) for item in items])
    slugs = _slugs(feed, entered)
    queue.enqueue_new(
        [
            queue.Waiting(
                item, reasons_for(item, one.why), one.routed.priority, slugs.get(item.section_id, "")
            )
            for one, item in zip(entering, entered, strict=True)
        ]
    )
    copy_in(
        [
            RuleHit(rule_id=hit.rule_id, rule_version=hit.rule_version, item=item, at=now)
            for one, item in zip([*entering, *folding], items, strict=True)
            for hit in one.routed.hits
        ]
    )
    following.first_seen(entered, now)
    _bury_dropped(feed, [one for one in planned if one.fate == Fate.DROPPED], now)
    for one in planned:
        if one.fate == Fate.UPDATED and one.item is not None and one.item.pk:
            _update(feed, one.item.pk, one, now, fetch)


def _update(feed: Feed, pk: int, one: Planned, now: datetime, fetch: Fetch | None) -> None:
    """Let a newer version take the place of an item's words, whatever the desk has made of it."""
    item = ImportedItem.objects.select_for_update(of=("self",)).get(pk=pk)
    item.feed = feed
    if one.report.status == ImportedItem.WireStatus.CANCELED and not has_words(one.report):
        changes = {**columns_of_kill(one.report), "content_digest": one.reading.digest, "updated_at": now}
    else:
        changes = {**columns(one.report, feed), **_names(one), **_shingles(one), "updated_at": now}
    words = _("A newer version came from the wire at %(time)s.") % {"time": f"{now:%H:%M} UTC"}
    reason = f"{words} {one.why}".strip()
    before = ItemVersion.objects.filter(item=item).order_by("-number").values_list("number", flat=True)
    number = (before.first() or 0) + 1
    if item.state == State.HELD:
        transition(item, "renew", by=INTAKE, version=item.version, reason=reason, changes=changes, now=now)
        waiting = Item.objects.filter(kind=item._meta.label_lower, object_id=item.pk, closed_at=None)
        waiting.update(reasons=[*reasons_for(item), {"rule": NEWER, "words": reason}])
    elif item.state == State.ACCEPTED:
        # The article is the desk's; the item holds the wire's newest words, the decision that they came.
        transition(
            item, "note_newer", by=INTAKE, version=item.version, reason=reason, changes=changes, now=now
        )
    else:
        # Nobody waits for it. The version tells whoever would undo a rejection that the text is another one.
        ImportedItem.objects.filter(pk=item.pk).update(version=item.version + 1, **changes)
        for name, value in changes.items():
            setattr(item, name, value)
    version = version_of(item, number, one.change or ItemVersion.Change.SUBSTANTIVE, one.why, now, fetch)
    version.save()
    following.follow(item, version, now)


def _arrive(
    feed: Feed, some: Sequence[Planned], numbers: dict[int, int], now: datetime
) -> list[ImportedItem]:
    items = [_item(feed, one, now) for one in some]
    for one, item in zip(some, items, strict=True):
        if one.fate == Fate.FOLDED and one.original is not None:
            item.duplicate_of_id = one.original.pk or numbers[id(one.original.reading)]
    arrivals = [
        Arrival(item, "fold", one.why) if one.fate == Fate.FOLDED else Arrival(item, "hold")
        for one, item in zip(some, items, strict=True)
    ]
    arrive(arrivals, by=INTAKE, now=now)
    return items


def _item(feed: Feed, one: Planned, now: datetime) -> ImportedItem:
    routed = one.routed
    given: dict[str, Any] = {}
    if routed.tags or routed.hits:
        rules = [{"rule": hit.rule_id, "name": hit.name} for hit in routed.hits]
        given = {"tags": list(routed.tags), "rules": rules}
    original = one.original
    resembles = original if one.fate == Fate.RESEMBLES else None
    return ImportedItem(
        feed=feed,
        section_id=routed.section_id or feed.section_id,
        identity=one.identity,
        received_at=now,
        routed=given,
        resembles_id=(resembles.pk or None) if resembles is not None else None,
        resemblance=one.share if original is not None else None,
        **_names(one),
        **_shingles(one),
        **columns(one.report, feed),
    )


def _names(one: Planned) -> dict[str, Any]:
    reading = one.reading
    return {
        "guid_key": reading.guid_key,
        "link_key": reading.link_key,
        "fingerprint": reading.fingerprint,
        "content_digest": reading.digest,
    }


def _shingles(one: Planned) -> dict[str, Any]:
    """A copy is found by its original."""
    all_of = one.reading.shingles
    return {
        "sketch": sketch(all_of),
        "anchors": [] if one.fate == Fate.FOLDED else anchors(all_of, len(one.reading.words)),
    }


def _mark_resembling(
    entering: Sequence[Planned], entered: Sequence[ImportedItem], numbers: dict[int, int]
) -> None:
    """What came in the same batch has its number only now."""
    late = []
    for one, item in zip(entering, entered, strict=True):
        if one.fate == Fate.RESEMBLES and one.original is not None and not one.original.pk:
            item.resembles_id = numbers[id(one.original.reading)]
            late.append(item)
    if late:
        ImportedItem.objects.bulk_update(late, ["resembles"])


def _slugs(feed: Feed, items: Sequence[ImportedItem]) -> dict[int | None, str]:
    numbers = {item.section_id for item in items}
    wanted = [number for number in numbers if number is not None and number != feed.section_id]
    known: dict[int | None, str] = {feed.section_id: feed.section_slug}
    if wanted:
        known |= dict(Section.objects.filter(pk__in=wanted).values_list("pk", "slug"))
    return known


def _bury_dropped(feed: Feed, dropped: Sequence[Planned], now: datetime) -> None:
    if not dropped:
        return
    Tombstone.objects.bulk_create(
        [
            Tombstone(
                feed=feed,
                identity=one.identity,
                guid_key=one.reading.guid_key,
                link_key=one.reading.link_key,
                fingerprint=one.reading.fingerprint,
                buried_at=now,
                why=one.why[:300],
            )
            for one in dropped
        ],
        ignore_conflicts=True,
    )
