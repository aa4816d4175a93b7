"""What feeds said, kept for replaying: packed, each body once, in bounds of days and bytes."""

import gzip
import hashlib
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from feeds.models import Feed, Fetch, KeptBody

# What one feed may take here, packed: months of an agency's feed, days of one that says everything each time.
MOST_BYTES = 64 * 1024 * 1024


def keep_body(feed: Feed, body: bytes) -> KeptBody:
    """Keep what was said; what is kept already is the same row. Call it in a transaction.

    Either way the row is held until then, so that the sweep of bodies does not take it away meanwhile.
    """
    digest = hashlib.sha256(body).hexdigest()
    if digest == feed.body_digest:  # most likely kept
        alike = KeptBody.objects.filter(feed=feed, digest=digest).defer("packed")
        known = alike.select_for_update().first()
        if known is not None:
            return known
    packed = gzip.compress(body, 6, mtime=0)
    kept = KeptBody(feed=feed, digest=digest, packed=packed, size=len(packed))
    KeptBody.objects.bulk_create(
        [kept], update_conflicts=True, unique_fields=["feed", "digest"], update_fields=["digest"]
    )
    return kept


def body_of(fetch: Fetch) -> bytes | None:
    """What the poll brought; None where nothing is kept of it (any more)."""
    return None if fetch.kept is None else gzip.decompress(fetch.kept.packed)


def sweep() -> int:
    """Forget polls past their days, bodies of none, and the oldest bodies of feeds that hold too many bytes."""
    until = timezone.now() - timedelta(days=settings.FETCHES_KEPT_DAYS)
    forgotten, _ = Fetch.objects.filter(started_at__lt=until).delete()
    orphans = KeptBody.objects.filter(fetches=None, kept_at__lt=timezone.now() - timedelta(hours=1))
    orphans.delete()
    KeptBody.objects.filter(pk__in=_beyond(MOST_BYTES)).delete()
    return forgotten


def _beyond(most: int) -> Sequence[int]:
    """The oldest bodies of each feed, from where the younger ones fill its space; its youngest is always kept."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM (SELECT id, row_number() OVER young AS place, sum(size) OVER young AS filled"
            " FROM feeds_keptbody WINDOW young AS (PARTITION BY feed_id ORDER BY id DESC)) AS bodies"
            " WHERE filled > %s AND place > 1",
            [most],
        )
        return [pk for (pk,) in cursor.fetchall()]
