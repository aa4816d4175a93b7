"""Graves: what was deleted or dropped does not come back, however often its feed brings it."""

from collections.abc import Sequence
from datetime import datetime

from feeds.intake.fates import Planned
from feeds.intake.itemising import found_by
from feeds.models import Feed, Tombstone


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
