"""Graves: what was deleted or dropped does not come back, however often its feed brings it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from feeds.intake.fates import Planned
from feeds.intake.itemising import found_by
from feeds.models import Feed, ImportedItem, Tombstone
from moderation import queue
from moderation.errors import Conflict, NotAllowed
from moderation.recording import latest_decision

State = ImportedItem.State
# So many are deleted at once that a feed's poll need not wait for long.
SWEPT_AT_ONCE = 200


@transaction.atomic
def delete(item: ImportedItem, *, by: User, version: int, now: datetime) -> None:
    """Delete an item for good: it waits no longer, and its feed cannot bring it back.

    Raises NotAllowed (role; an article was made of it, and says where it came from), Conflict.
    """
    if not by.has_perm("feeds.delete_importeditem", item):
        raise NotAllowed(_("Your role does not allow deleting reports."))
    found = ImportedItem.objects.select_for_update(of=("self",)).filter(pk=item.pk, version=version).first()
    if found is None:
        raise Conflict(item, latest_decision(item))
    if found.article_id is not None:
        raise NotAllowed(_("An article was made of this report; it shows where the article came from."))
    _bury([found], _("Deleted by %(who)s.") % {"who": by}, now)


def sweep(now: datetime) -> int:
    """Delete what was turned down, withdrawn or folded long ago and nothing was made of; returns how many."""
    before = now - timedelta(days=settings.ITEMS_KEPT_DAYS)
    done = 0
    while some := _sweep_some(before, now):
        done += some
    return done


@transaction.atomic
def _sweep_some(before: datetime, now: datetime) -> int:
    settled = Q(state__in=[State.REJECTED, State.DUPLICATE, State.WITHDRAWN], article=None)
    old = ImportedItem.objects.filter(settled, received_at__lt=before).order_by("pk")
    some = list(old.select_for_update(of=("self",), skip_locked=True)[:SWEPT_AT_ONCE])
    _bury(some, _("Kept as long as reports are kept that were not taken."), now)
    return len(some)


def _bury(items: Sequence[ImportedItem], why: str, now: datetime) -> None:
    Tombstone.objects.bulk_create(
        [
            Tombstone(
                feed_id=item.feed_id,
                identity=item.identity,
                guid_key=item.guid_key,
                link_key=item.link_key,
                fingerprint=item.fingerprint,
                buried_at=now,
                why=why[:300],
            )
            for item in items
        ],
        ignore_conflicts=True,
    )
    for item in items:
        queue.close(item, None)
    ImportedItem.objects.filter(pk__in=[item.pk for item in items]).delete()


def bury_dropped(feed: Feed, dropped: Sequence[Planned], now: datetime) -> None:
    """Remember what a rule dropped, so that it is dropped once and not at every poll."""
    if not dropped:
        return
    graves = []
    for one in dropped:
        names = found_by(one.reading)
        del names["content_digest"]
        why = one.why[:300]
        graves.append(
            Tombstone(feed=feed, identity=one.identity, buried_at=now, why=why, is_dropped=True, **names)
        )
    Tombstone.objects.bulk_create(graves, ignore_conflicts=True)
