"""Taking in: every report of a feed becomes an item that waits for the desk, a newer version of one, or a copy."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import Error, connection, transaction
from django.utils.translation import gettext as _

from feeds.intake.identity import content_digest, fingerprint, identities, is_empty
from feeds.intake.itemising import columns
from feeds.models import Feed, ImportedItem
from feeds.parsing import doubts
from feeds.parsing.reports import IncomingReport
from moderation import queue
from moderation.actors import Deputy
from moderation.errors import Conflict
from moderation.models import Item
from moderation.transition import transition

log = logging.getLogger(__name__)

INTAKE = Deputy("intake@1")
# Copy that comes back later than this is news again (a yearly notice, a weekly table).
SAME_COPY_WINDOW = timedelta(hours=120)
NEWER = "newer-version"
State = ImportedItem.State


class Fate(StrEnum):
    """What became of one report."""

    NEW = "new"
    UPDATED = "updated"
    FOLDED = "folded"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the reports of one document; ``failures`` in words."""

    items: int = 0
    new: int = 0
    updated: int = 0
    folded: int = 0
    known: int = 0
    failures: tuple[str, ...] = ()


def take_in_all(feed: Feed, reports: Sequence[IncomingReport], now: datetime) -> Tally:
    """Take in every report, each in a transaction of its own; one that fails is counted and stops no other."""
    fates: list[Fate] = []
    failures: list[str] = []
    names = identities(reports)
    known = dict(
        ImportedItem.objects.filter(feed=feed, identity__in=names).values_list("identity", "content_digest")
    )
    # The oldest first, as they came about: what waits longest in the queue is what happened first.
    for report, identity in reversed(list(zip(reports, names, strict=True))):
        try:
            if known.get(identity) == content_digest(report):
                fates.append(Fate.KNOWN)
            else:
                fates.append(take_in(feed, report, identity, now))
        except (Error, ValueError, Conflict) as error:
            name = report.title or report.guid or report.link or "?"
            # What a stranger sent wrong is told in words; where it came to pass is of use for our own faults alone.
            ours = isinstance(error, Error)
            log.warning(
                "feed %s: “%s” was not taken in: %s", feed.pk, name[:80], _words(error), exc_info=ours
            )
            failures.append(f"{name}: {_words(error)}"[:500])
    return Tally(
        items=len(reports),
        new=fates.count(Fate.NEW),
        updated=fates.count(Fate.UPDATED),
        folded=fates.count(Fate.FOLDED),
        known=fates.count(Fate.KNOWN),
        failures=tuple(failures),
    )


@transaction.atomic
def take_in(feed: Feed, report: IncomingReport, identity: str, now: datetime) -> Fate:
    """Store one report and let it wait, or fold it into the item that has the same words.

    Taking in the same report again changes nothing. Raises ValueError for a report without any content.
    """
    if is_empty(report):
        raise ValueError("The report has neither words nor a link.")
    print_ = fingerprint(report)
    _alone_with(print_)
    item = ImportedItem.objects.select_for_update().filter(feed=feed, identity=identity).first()
    if item is not None:
        item.feed = feed
        return _update(item, report, now)
    item = ImportedItem(
        feed=feed,
        section=feed.section,
        identity=identity,
        fingerprint=print_,
        content_digest=content_digest(report),
        received_at=now,
        **columns(report),
    )
    original = _original_of(print_, now)
    item.save(force_insert=True)
    if original is not None:
        transition(
            item,
            "fold",
            by=INTAKE,
            version=item.version,
            reason=_("The same words as “%(headline)s” from %(feed)s.")
            % {"headline": original.headline, "feed": original.feed},
            changes={"duplicate_of_id": original.pk},
            now=now,
        )
        return Fate.FOLDED
    transition(item, "hold", by=INTAKE, version=item.version, now=now)
    queue.enqueue(item, reasons=reasons_for(item), section=item.section_slug)
    return Fate.NEW


def reasons_for(item: ImportedItem) -> list[dict[str, str]]:
    """Why the item waits: that it came, and every doubt about it, in words."""
    came = {"rule": "intake", "words": _("New from the wire; nobody has read it yet.")}
    return [came, *({"rule": name, "words": words} for name, words in doubts.in_words(item.doubts))]


def _update(item: ImportedItem, report: IncomingReport, now: datetime) -> Fate:
    digest = content_digest(report)
    if item.content_digest == digest:
        return Fate.KNOWN
    changes: dict[str, Any] = {
        **columns(report),
        "fingerprint": fingerprint(report),
        "content_digest": digest,
        "updated_at": now,
    }
    words = _("A newer version came from the wire at %(time)s.") % {"time": f"{now:%H:%M} UTC"}
    if item.state == State.HELD:
        transition(item, "renew", by=INTAKE, version=item.version, reason=words, changes=changes, now=now)
        _say_why(item, words)
    elif item.state == State.ACCEPTED:
        # The article is the desk's; the item holds the wire's newest words, the decision that they came.
        transition(
            item, "note_newer", by=INTAKE, version=item.version, reason=words, changes=changes, now=now
        )
    else:
        # Nobody waits for it. The version tells whoever would undo a rejection that the text is another one.
        ImportedItem.objects.filter(pk=item.pk).update(version=item.version + 1, **changes)
    return Fate.UPDATED


def _say_why(item: ImportedItem, words: str) -> None:
    waiting = Item.objects.filter(kind=item._meta.label_lower, object_id=item.pk, closed_at=None)
    waiting.update(reasons=[*reasons_for(item), {"rule": NEWER, "words": words}])


def _original_of(print_: str, now: datetime) -> ImportedItem | None:
    """The first item with the same words, whatever feed it came from and whatever the desk made of it."""
    return (
        ImportedItem.objects.filter(fingerprint=print_, received_at__gte=now - SAME_COPY_WINDOW)
        .exclude(state=State.DUPLICATE)
        .select_related("feed")
        .order_by("received_at", "id")
        .first()
    )


def _alone_with(print_: str) -> None:
    """Let nobody else take in the same words until this transaction ends: two feeds may bring them at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(print_[:15], 16)])


def _words(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
