"""Letting an item that was decided wait once more: a newer version, a kill, a report that vanished."""

from collections.abc import Mapping

from feeds.models import ImportedItem, ItemVersion
from moderation import queue
from moderation.models import Item

Change = ItemVersion.Change
KILLED, NEWER, VANISHED = "killed", "newer-version", "vanished"
# Before everything that is merely new; a rule's own priorities stand between.
PRIORITY: Mapping[str, int] = {
    Change.KILL: 100,
    Change.CORRECTION: 60,
    Change.SUBSTANTIVE: 40,
    Change.HEADLINE: 30,
    Change.TYPO: 10,
}
FOR_VANISHED = 50


def wait_again(item: ImportedItem, rule: str, words: str, priority: int) -> None:
    """Let the item wait; where it waits already, the newest reason of each rule stands, and the highest priority."""
    reason = {"rule": rule, "words": words}
    waiting = (
        Item.objects.select_for_update()
        .filter(kind=item._meta.label_lower, object_id=item.pk, closed_at=None)
        .first()
    )
    if waiting is None:
        queue.enqueue(
            item, reasons=[reason], priority=priority, section=item.section_slug, language=item.language
        )
        return
    others = [one for one in waiting.reasons if one["rule"] != rule]
    waiting.reasons = [reason, *others] if priority > waiting.priority else [*others, reason]
    waiting.priority = max(waiting.priority, priority)
    waiting.save(update_fields=["reasons", "priority"])


def wait_no_longer(item: ImportedItem, rule: str) -> None:
    """The reason holds no more; where it was the only one, nobody is asked."""
    waiting = Item.objects.filter(kind=item._meta.label_lower, object_id=item.pk, closed_at=None).first()
    if waiting is None:
        return
    others = [one for one in waiting.reasons if one["rule"] != rule]
    if not others:
        queue.close(item, None)
    elif len(others) < len(waiting.reasons):
        waiting.reasons = others
        waiting.save(update_fields=["reasons"])
