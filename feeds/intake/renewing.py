"""A newer version of an item that is known: the item's words change, the version before stays readable."""

from datetime import datetime

from django.utils.translation import gettext as _

from feeds.intake.fates import Planned
from feeds.intake.identity import has_words
from feeds.intake.itemising import columns, columns_of_kill, compared_by, found_by
from feeds.intake.keeping_versions import keep_next
from feeds.intake.waiting import INTAKE, NEWER, reasons_for
from feeds.models import Feed, Fetch, ImportedItem, ItemVersion
from feeds.versions import following
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
    reason = f"{words} {one.why}".strip()
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
    version = keep_next(item, one.change or ItemVersion.Change.SUBSTANTIVE, one.why, now, fetch)
    following.follow(item, version, now)
