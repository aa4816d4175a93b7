"""Reports that we took and that are gone from their feed: told at once where the feed says so, else when they stay away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.backends import people_with
from articles.models import Article
from feeds.intake.identity import guid_name, key, read
from feeds.models import Feed, ImportedItem
from feeds.parsing.reports import IncomingReport
from feeds.versions.following import PUBLISH, WIRE, withdraw
from feeds.versions.tombstones import deleted_ids
from feeds.versions.waiting_again import FOR_VANISHED, VANISHED, wait_again, wait_no_longer
from moderation.models import Decision
from moderation.transition import transition
from notifications.outbox import tell

WATCHED_FOR = timedelta(days=14)
# A feed that is sorted by anything but time loses many at once, and means nothing by it.
MANY, SHARE = 3, 0.2
State = ImportedItem.State


@dataclass(frozen=True, slots=True)
class Held:
    """One item as the watch compares it: ``pk`` grows in the order in which items came."""

    pk: int
    published_at: datetime | None

    def is_older_than(self, other: "Held") -> bool:
        """Whether a feed that keeps its newest would have dropped it before the other."""
        if self.pk >= other.pk:
            return False
        if self.published_at is None or other.published_at is None:
            return True
        return self.published_at <= other.published_at


def vanished(watched: Sequence[Held], present: Sequence[Held]) -> set[int]:
    """Which of the watched are gone though older ones are there: they did not scroll out. Pure."""
    there = {held.pk for held in present}
    gone = {
        held.pk
        for held in watched
        if held.pk not in there and any(other.is_older_than(held) for other in present)
    }
    return set() if len(gone) > max(MANY, SHARE * len(watched)) else gone


def watch(feed: Feed, reports: Sequence[IncomingReport], body: bytes, now: datetime) -> bool:
    """Look for what we took in what the feed holds now; call it after its reports were taken in.

    Whether somebody was told of something.
    """
    deleted = deleted_ids(body)
    if not deleted and not _taken(feed, now).exists():  # of most feeds nothing was taken lately
        return False
    return _watch(feed, reports, deleted, now)


@transaction.atomic
def _watch(feed: Feed, reports: Sequence[IncomingReport], deleted: Sequence[str], now: datetime) -> bool:
    withdrawn = _deleted(feed, deleted)
    for item in withdrawn:
        withdraw(item, _("The feed says that it was deleted."), now, event="gone")
    has_told = bool(withdrawn)
    items = _watched(feed, now)
    if not items:
        return has_told
    present = _present(feed, reports)
    there = {held.pk for held in present}
    gone = vanished([Held(item.pk, item.published_at) for item in items], present)
    for item in items:
        if item.pk in there and item.missing_since is not None:
            item.missing_since = None
            item.save(update_fields=["missing_since"])
            wait_no_longer(item, VANISHED)
        elif item.pk in gone and item.missing_since is None:
            item.missing_since = now
            item.save(update_fields=["missing_since"])
        elif item.missing_since is not None and item.pk not in there:
            has_told |= _alert(item, now)
    return has_told


def watch_unchanged(feed: Feed, now: datetime) -> bool:
    """The feed is as it was: what was missing is missing still. Whether somebody was told of it."""
    missing = _taken(feed, now).filter(missing_since__isnull=False)
    return missing.exists() and _watch_unchanged(feed, now)


@transaction.atomic
def _watch_unchanged(feed: Feed, now: datetime) -> bool:
    return sum(_alert(item, now) for item in _watched(feed, now) if item.missing_since is not None) > 0


def _alert(item: ImportedItem, now: datetime) -> bool:
    """Once for each time that it vanished; the item's row is locked, so nobody decides on it meanwhile."""
    if item.missing_since is None or item.missing_since >= now or item.article is None:
        return False
    kind = item._meta.label_lower
    told = Decision.objects.filter(
        kind=kind, object_id=item.pk, name="note_missing", at__gte=item.missing_since
    )
    if told.exists():
        return False
    words = _in_words(item.article)
    transition(item, "note_missing", by=WIRE, version=item.version, reason=words, now=now)
    wait_again(item, VANISHED, words, FOR_VANISHED)
    publishers = [person for person in people_with(PUBLISH) if person.has_perm(PUBLISH, item.article)]
    event = f"wire-vanished:{item.pk}:{item.missing_since:%Y%m%d%H%M%S}"
    tell(publishers, "wire_vanished", event=event, object_id=item.pk, now=now)
    return True


def _in_words(article: Article) -> str:
    if not article.is_published:
        return _("It vanished from its feed though older reports are still there; a draft was made of it.")
    words = _(
        "It vanished from its feed though older reports are still there, and it is published at %(address)s."
    )
    return words % {"address": article.get_absolute_url()}


def _taken(feed: Feed, now: datetime) -> QuerySet[ImportedItem]:
    """What we took of this feed lately, or miss already; while our article is not off the site."""
    lately = Q(received_at__gte=now - WATCHED_FOR) | Q(missing_since__isnull=False)
    return ImportedItem.objects.filter(
        lately,
        feed=feed,
        state=State.ACCEPTED,
        withdrawn_at=None,
        article__isnull=False,
        article__withdrawn_at=None,
    )


def _watched(feed: Feed, now: datetime) -> list[ImportedItem]:
    """These, held until the transaction ends."""
    items = _taken(feed, now).select_for_update(of=("self",)).select_related("article__section", "section")
    found = list(items.order_by("pk"))
    for item in found:
        item.feed = feed
    return found


def _present(feed: Feed, reports: Sequence[IncomingReport]) -> list[Held]:
    readings = [read(report) for report in reports]
    guids = [reading.guid_key for reading in readings if reading.guid_key is not None]
    links = [reading.link_key for reading in readings if reading.link_key is not None]
    words = [
        reading.fingerprint for reading in readings if reading.guid_key is None and reading.link_key is None
    ]
    named = Q(guid_key__in=guids) | Q(link_key__in=links) | Q(fingerprint__in=words)
    rows = ImportedItem.objects.filter(named, feed=feed).values_list("pk", "published_at")
    return [Held(*row) for row in rows]


def _deleted(feed: Feed, ids: Sequence[str]) -> list[ImportedItem]:
    if not ids:
        return []
    items = ImportedItem.objects.select_for_update(of=("self",)).select_related("article__section", "section")
    keys = [key(guid_name(one)) for one in ids]
    found = list(items.filter(feed=feed, guid_key__in=keys, guid__in=ids, withdrawn_at=None))
    for item in found:
        item.feed = feed
    return found
