"""A newer version of an item that is known: the item's words change, the version before stays readable."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from feeds.intake.fates import Planned
from feeds.intake.identity import has_words
from feeds.intake.itemising import columns, columns_of_kill, compared_by, found_by
from feeds.intake.keeping_versions import keep_next
from feeds.intake.waiting import INTAKE, NEWER, reasons_for
from feeds.models import Feed, Fetch, ImportedItem, ItemVersion
from feeds.versions import following
from moderation.actors import Actor
from moderation.models import Item
from moderation.transition import transition

State = ImportedItem.State


def renew(feed: Feed, pk: int, one: Planned, now: datetime, fetch: Fetch | None) -> None:
    """Let a newer version take the place of an item's words, whatever the desk has made of it."""
    item = ImportedItem.objects.select_for_update(of=("self",)).get(pk=pk)
    item.feed = feed
    if one.report.status == ImportedItem.WireStatus.CANCELED and not has_words(one.report):
        changes = {**columns_of_kill(one.report), "content_digest": one.reading.digest, "updated_at": now}
    else:
        changes = {
            **columns(one.report, feed),
            **found_by(one.reading),
            **compared_by(one.reading),
            "updated_at": now,
        }
    words = _("A newer version came from the wire at %(time)s.") % {"time": f"{now:%H:%M} UTC"}
    carry_on(item, changes, one.change, one.why, by=INTAKE, words=words, now=now, fetch=fetch)


def carry_on(
    item: ImportedItem,
    changes: Mapping[str, Any],
    change: str,
    why: str,
    *,
    by: Actor,
    words: str,
    now: datetime,
    fetch: Fetch | None = None,
) -> None:
    """Give the item other words and let everything follow: its next version, the queue, the article made of it.

    ``change`` is what kind of change it is and ``why`` what that rests on; ``words`` say where the version came from.
    Call it with the row locked. Raises NotAllowed, Conflict.
    """
    reason = f"{words} {why}".strip()
    step = {State.HELD: "renew", State.ACCEPTED: "note_newer"}.get(State(item.state))
    if step is not None:
        transition(item, step, by=by, version=item.version, reason=reason, changes=dict(changes), now=now)
    else:
        # Nobody waits for it. The version tells whoever would undo a rejection that the text is another one.
        ImportedItem.objects.filter(pk=item.pk).update(version=item.version + 1, **changes)
        for name, value in changes.items():
            setattr(item, name, value)
    if item.state == State.HELD:
        waiting = Item.objects.filter(kind=item._meta.label_lower, object_id=item.pk, closed_at=None)
        waiting.update(reasons=[*reasons_for(item), {"rule": NEWER, "words": reason}])
    version = keep_next(item, change or ItemVersion.Change.SUBSTANTIVE, why, now, fetch)
    following.follow(item, version, now)
