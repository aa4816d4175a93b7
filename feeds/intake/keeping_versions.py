"""The versions of an item: each is what its row says at the moment, copied within the database where it stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import JSONField

from feeds.intake.itemising import shortened
from feeds.models import Fetch, ImportedItem, ItemVersion

# What a version keeps beside its words, where it is there.
BESIDE = (
    "guid", "link", "authors", "categories", "credit", "rights", "language", "picture_url", "picture_credit",
    "picture_caption", "wire_version", "wire_status", "urgency", "dateline", "byline", "embargo_until", "restrictions",
    "usage_terms", "wire_note", "media", "published_at", "doubts",
)  # fmt: skip


def _if_there(name: str) -> str:
    field = ImportedItem._meta.get_field(name)
    if isinstance(field, JSONField):
        return f"'{name}', nullif({name}, '[]')"
    return f"'{name}', {name}" if field.null else f"'{name}', nullif({name}, '')"


_KEEP = f"""
    INSERT INTO feeds_itemversion
        (item_id, number, received_at, fetch_id, change, why, headline, summary, body, content_digest, columns)
    SELECT id, 1 + coalesce((SELECT max(number) FROM feeds_itemversion WHERE item_id = item.id), 0),
        %(now)s, %(fetch)s, %(change)s, %(why)s, headline, summary, body, content_digest,
        jsonb_strip_nulls(jsonb_build_object({", ".join(map(_if_there, BESIDE))}))
    FROM feeds_importeditem item WHERE id = ANY(%(items)s)"""  # noqa: S608 — made of our own columns' names


def keep_first(items: Sequence[ImportedItem], now: datetime, fetch: Fetch | None) -> None:
    """Keep what new items say as their first versions. Call it in the transaction that stored them."""
    _keep(items, ItemVersion.Change.FIRST, "", now, fetch)


def keep_next(item: ImportedItem, change: str, why: str, now: datetime, fetch: Fetch | None) -> ItemVersion:
    """Keep what the item's row says by now as its next version. Call it with the row locked."""
    _keep([item], change, shortened(why, 300), now, fetch)
    return ItemVersion.objects.filter(item=item).latest("number")


def _keep(items: Sequence[ImportedItem], change: str, why: str, now: datetime, fetch: Fetch | None) -> None:
    values: dict[str, Any] = {
        "items": [item.pk for item in items],
        "now": now,
        "fetch": fetch.pk if fetch else None,
        "change": change,
        "why": why,
    }
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, values)
