"""What waits and is alike: seen together, decided with one act, taken back with one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from moderation import counting, proofs, undoing
from moderation.deciding import decide
from moderation.errors import Refused
from moderation.likening import MOST, Group, Likening
from moderation.models import Item
from moderation.queue import card_of


@dataclass(frozen=True)
class Preview:
    """What would be decided: the groups, the chosen one, and its proofs."""

    groups: list[Group]
    chosen: Group | None
    rows: list[proofs.Proof]


@dataclass(frozen=True)
class Lost:
    """One item that was not decided, and why."""

    item_id: int
    title: str
    words: str


@dataclass
class Outcome:
    """What one act came to."""

    decided: list[int] = field(default_factory=list)  # items
    lost: list[Lost] = field(default_factory=list)


def preview(item: Item, name: str, *, by: User) -> Preview:
    """The groups that the item is in, and the items of one of them that the person may look at, newest first."""
    card = card_of(item.kind)
    reachable = counting.waiting(by).filter(kind=item.kind)
    groups = card.groups(item.object_id, reachable) if isinstance(card, Likening) else []
    chosen = next((group for group in groups if group.name == name), groups[0] if groups else None)
    if chosen is None:
        return Preview([], None, [])
    found = reachable.filter(object_id__in=chosen.object_ids).select_related("lease_holder")
    return Preview(groups, chosen, proofs.proofs_of(found.order_by("-pk")[:MOST], by))


def decide_all(
    chosen: Sequence[tuple[Item, int]], action: str, *, by: User, reason: str, reason_code: str
) -> Outcome:
    """Decide on each item with the version that the person saw, each for itself: what somebody was quicker with is told."""
    outcome = Outcome()
    for item, version in chosen:
        try:
            decide(item, action, by=by, version=version, reason=reason, reason_code=reason_code)
        except Refused as refusal:
            outcome.lost.append(Lost(item.pk, _title(item, by), str(refusal)))
        else:
            outcome.decided.append(item.pk)
    return outcome


def undo_all(items: Sequence[Item], *, by: User) -> Outcome:
    """Take back every one that can still be."""
    outcome = Outcome()
    for item in items:
        try:
            undoing.undo(item, by=by)
        except Refused as refusal:
            outcome.lost.append(Lost(item.pk, _title(item, by), str(refusal)))
        else:
            outcome.decided.append(item.pk)
    return outcome


def undo_until(items: Sequence[Item], *, by: User, now: datetime | None = None) -> datetime | None:
    """Until when all of them can be taken back; None where that is over or never was."""
    ends = [undoing.undo_until(item, by) for item in items]
    known = [end for end in ends if end is not None]
    if not known or len(known) < len(ends):
        return None
    return min(known) if min(known) > (now or timezone.now()) else None


def _title(item: Item, by: User) -> str:
    face = card_of(item.kind).faces([item.object_id], by).get(item.object_id)
    return face.title if face else _("No longer there")
