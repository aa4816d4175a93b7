"""Storing what was planned: new items with their first versions, decisions and places in the queue, all in bulk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from articles.models import Section
from common.copying import copy_in, fresh, number
from feeds.intake.burying import bury_dropped
from feeds.intake.fates import ENTERS, Fate, Planned
from feeds.intake.itemising import columns, compared_by, found_by
from feeds.intake.keeping_versions import keep_first
from feeds.intake.renewing import renew
from feeds.intake.waiting import INTAKE, reasons_for
from feeds.models import Feed, Fetch, ImportedItem, RuleHit
from feeds.versions import following
from moderation import queue
from moderation.arriving import Arrival, arrive


def store(feed: Feed, planned: Sequence[Planned], now: datetime, fetch: Fetch | None) -> None:
    """Carry out the plan of a batch; call it in the transaction in which it was made. Raises Conflict, database errors."""
    arriving = [one for one in planned if one.fate in {*ENTERS, Fate.FOLDED}]
    if arriving:
        _store_new(feed, arriving, now, fetch)
    bury_dropped(feed, [one for one in planned if one.fate == Fate.DROPPED], now)
    for one in planned:
        if one.fate == Fate.UPDATED and one.item is not None and one.item.pk:
            renew(feed, one.item.pk, one, now, fetch)


def _store_new(feed: Feed, some: Sequence[Planned], now: datetime, fetch: Fetch | None) -> None:
    items = [_item(feed, one, now) for one in some]
    number(items)
    _name_originals(some, items)
    arrivals = [
        Arrival(item, "fold", one.why) if one.fate == Fate.FOLDED else Arrival(item, "hold")
        for one, item in zip(some, items, strict=True)
    ]
    arrive(arrivals, by=INTAKE, now=now)
    keep_first(items, now, fetch)
    entered = [(one, item) for one, item in zip(some, items, strict=True) if one.fate in ENTERS]
    slugs = _slugs(feed, [item for _one, item in entered])
    queue.enqueue_new(
        [
            queue.Waiting(
                item,
                reasons_for(item, one.why),
                one.routed.priority,
                slugs.get(item.section_id, ""),
                language=item.language,
            )
            for one, item in entered
        ]
    )
    copy_in(
        [
            fresh(RuleHit, rule_id=hit.rule_id, rule_version=hit.rule_version, item_id=item.pk, at=now)
            for one, item in zip(some, items, strict=True)
            for hit in one.routed.hits
        ]
    )
    following.first_seen([item for _one, item in entered], now)


def _name_originals(some: Sequence[Planned], items: Sequence[ImportedItem]) -> None:
    """Whose copy each is, or may be: stored before, or in this batch."""
    numbers = {id(one.reading): item.pk for one, item in zip(some, items, strict=True)}
    for one, item in zip(some, items, strict=True):
        if one.original is None:
            continue
        original = one.original.pk or numbers[id(one.original.reading)]
        item.resemblance = one.share
        if one.fate == Fate.FOLDED:
            item.duplicate_of_id = original
        else:
            item.resembles_id = original


def _item(feed: Feed, one: Planned, now: datetime) -> ImportedItem:
    routed = one.routed
    given: dict[str, Any] = {}
    if routed.tags or routed.hits:
        rules = [{"rule": hit.rule_id, "name": hit.name} for hit in routed.hits]
        given = {"tags": list(routed.tags), "rules": rules}
    return fresh(
        ImportedItem,
        feed_id=feed.pk,
        section_id=routed.section_id or feed.section_id,
        identity=one.identity,
        received_at=now,
        routed=given,
        **found_by(one.reading),
        **compared_by(one.reading, is_original=one.fate != Fate.FOLDED),
        **columns(one.report, feed),
    )


def _slugs(feed: Feed, items: Sequence[ImportedItem]) -> dict[int | None, str]:
    numbers = {item.section_id for item in items}
    wanted = [number for number in numbers if number is not None and number != feed.section_id]
    known: dict[int | None, str] = {feed.section_id: feed.section_slug}
    if wanted:
        known |= dict(Section.objects.filter(pk__in=wanted).values_list("pk", "slug"))
    return known
