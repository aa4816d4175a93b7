"""What is to become of each report of a batch, by what is known, the rules, and nothing else. Pure.

Whoever stores carries it out; whoever replays a poll shows it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from feeds.intake.fates import Copy, Fate, Known, KnownItem, Planned
from feeds.intake.identity import Reading, digest_of, is_empty, nameless
from feeds.intake.matching import Document, KnownItems, Rule, Sign, match
from feeds.intake.wording import ENOUGH_TO_COMPARE, contained, has_other_figures
from feeds.models import Feed
from feeds.routing.rules import Rules
from feeds.versions.classifying import classify
from feeds.versions.wording import of_report

FOLDED_FROM = 0.5
ASKED_FROM = 0.3
# One feed's own reports repeat its phrases, and an agency sends a report again with more in it: those are never folded.
ASKED_FROM_WITHIN = 0.7


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to become of the reports of a batch, and what each of them showed of the feed's guids."""

    planned: tuple[Planned, ...] = ()
    signs: tuple[Sign, ...] = ()


@dataclass
class _Batch:
    """What is decided grows what is known: a report may be a copy of one that stands before it in the same batch."""

    feed: Feed
    document: Document
    items: KnownItems
    now: datetime
    same_words: dict[str, Copy] = field(default_factory=dict)
    by_probe: dict[int, list[Copy]] = field(default_factory=dict)


def plan(
    feed: Feed, readings: Sequence[Reading], document: Document, known: Known, rules: Rules, now: datetime
) -> Plan:
    """Decide on every report, in the order in which they are to be taken in."""
    batch = _Batch(feed, document, KnownItems(known.items), now, dict(known.same_words))
    planned: list[Planned] = []
    signs: list[Sign] = []
    for position, reading in enumerate(readings):
        if is_empty(reading.report):
            refused = _("The report has neither words nor a link.")
            planned.append(Planned(reading, Fate.REFUSED, refused))
            signs.append(Sign.NONE)
            continue
        found = match(reading, batch.items, document, feed.identity_rule, now)
        signs.append(found.sign)
        if found.item is not None:
            planned.append(_again(reading, found.item, known))
        else:
            one = _first_time(reading, batch, rules, known.alike.get(position, ()))
            _remember(one, batch)
            planned.append(one)
    return Plan(tuple(planned), tuple(signs))


def _again(reading: Reading, item: KnownItem, known: Known) -> Planned:
    if item.is_buried:
        return Planned(reading, Fate.BURIED, _("It was deleted or dropped before."), item=item)
    # Found by its words alone: that its guid or address is another one again is nothing to tell.
    only_named_anew = item.fingerprint == reading.fingerprint and (
        item.link_key != reading.link_key and (reading.guid_key is None or item.guid_key != reading.guid_key)
    )
    if item.content_digest == reading.digest or only_named_anew:
        return Planned(reading, Fate.KNOWN, _("Nothing in it has changed."), item=item)
    before = known.wordings.get(item.pk)
    change, why = classify(before, of_report(reading.report)) if before is not None else ("", "")
    return Planned(reading, Fate.UPDATED, why, item=item, change=change)


def _first_time(reading: Reading, batch: _Batch, rules: Rules, stored: Sequence[Copy]) -> Planned:
    identity = _identity(reading, batch)
    routed = rules.route(batch.feed, reading.report)

    def decided(fate: Fate, why: str, original: Copy | None = None, share: float | None = None) -> Planned:
        return Planned(
            reading,
            fate,
            why,
            identity=identity,
            original=original,
            share=share,
            routed=routed,
        )

    if routed.is_dropped:
        names = ", ".join(hit.name for hit in routed.hits)
        return decided(Fate.DROPPED, _("Dropped by the rule “%(rule)s”.") % {"rule": names})
    if (same := batch.same_words.get(reading.fingerprint)) is not None:
        words = _("The same words as “%(headline)s” from %(feed)s.")
        return decided(Fate.FOLDED, words % {"headline": same.headline, "feed": same.feed_name}, same, 1.0)
    return _compared(reading, batch, stored, decided)


def _identity(reading: Reading, batch: _Batch) -> str:
    """What the item is called in its feed: by the first name that was asked for and is free, else like no other."""
    for name in _names(reading, batch.document, batch.feed.identity_rule):
        if name not in batch.items.identities:
            return name
    return digest_of(reading.report.guid, reading.address, reading.fingerprint, batch.now.isoformat())


def _names(reading: Reading, document: Document, rule: str) -> Iterator[str]:
    if rule == Rule.GUID and document.guid_of(reading) is not None:
        yield digest_of("guid", reading.report.guid)
    if rule != Rule.WORDS and document.link_of(reading) is not None:
        yield digest_of("link", reading.address)
    if reading.guid_key is None and reading.link_key is None:
        yield nameless(reading)


def _compared(
    reading: Reading,
    batch: _Batch,
    stored: Sequence[Copy],
    decided: Callable[..., Planned],
) -> Planned:
    """Fold a near copy, ask about a doubtful one: by the share of its words that stand in the other, or the reverse."""
    if len(reading.words) < ENOUGH_TO_COMPARE:
        return decided(Fate.NEW, "")
    ours = reading.shingles
    others = {id(copy): copy for copy in stored}
    for one in reading.probes:
        others |= {id(copy): copy for copy in batch.by_probe.get(one, ())}
    best: tuple[float, float, Copy] | None = None
    for copy in others.values():
        of_ours, of_theirs = contained(ours, copy.shingles), contained(copy.shingles, ours)
        within = copy.feed_id == batch.feed.pk
        ask = max(of_ours, of_theirs)
        if ask < (ASKED_FROM_WITHIN if within else ASKED_FROM):
            continue
        differs = has_other_figures(reading.figures, copy.figures)
        if within and differs:
            continue
        fold = 0.0 if within or differs else of_ours
        if best is None or (fold, ask) > best[:2]:
            best = (fold, ask, copy)
    if best is None:
        return decided(Fate.NEW, "")
    fold, ask, copy = best
    told = {
        "share": f"{100 * (fold if fold >= FOLDED_FROM else ask):.0f} %",
        "headline": copy.headline,
        "feed": copy.feed_name,
    }
    if fold >= FOLDED_FROM:
        words = _("The same copy: %(share)s of its text stands in “%(headline)s” from %(feed)s.")
        return decided(Fate.FOLDED, words % told, copy, fold)
    words = _("It shares %(share)s of its text with “%(headline)s” from %(feed)s: is it the same copy?")
    return decided(Fate.RESEMBLES, words % told, copy, ask)


def _remember(one: Planned, batch: _Batch) -> None:
    reading = one.reading
    if one.fate == Fate.REFUSED:
        return
    batch.items.add(
        KnownItem(
            pk=0,
            identity=one.identity,
            guid_key=reading.guid_key,
            link_key=reading.link_key,
            fingerprint=reading.fingerprint,
            content_digest=reading.digest,
            headline=reading.report.title,
            published_at=reading.report.published or reading.report.updated,
            received_at=batch.now,
            is_buried=one.fate == Fate.DROPPED,
            shingles=reading.shingles,
        )
    )
    if one.fate not in {Fate.NEW, Fate.RESEMBLES}:
        return
    copy = Copy(
        pk=0,
        feed_id=batch.feed.pk,
        feed_name=str(batch.feed),
        headline=reading.report.title,
        fingerprint=reading.fingerprint,
        received_at=batch.now,
        shingles=reading.shingles,
        reading=reading,
    )
    batch.same_words.setdefault(reading.fingerprint, copy)
    for probe in reading.probes:
        batch.by_probe.setdefault(probe, []).append(copy)
