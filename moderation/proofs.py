"""What the queue's pages show: proofs, one per item, laid out in stacks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from moderation import leases
from moderation.counting import waiting
from moderation.evidence import words_of
from moderation.likening import Likening
from moderation.models import Item, Note
from moderation.noting import notes_on
from moderation.queue import Action, Card, Face, card_of
from moderation.reason_codes import Coded, Reason, offered_for
from moderation.selecting import Selection
from moderation.undoing import undo_until

STACK = 10  # proofs on one table: what a person decides in one sitting, and what a colleague is kept from
IN_OTHER_HANDS = 10  # of those that others hold, shown under the own stack


@dataclass(frozen=True)
class Proof:
    """One item as it lies on the table. ``face`` is None where the object is gone."""

    item: Item
    card: Card
    face: Face | None
    held_by: User | None = None
    undo_until: datetime | None = None  # so long the viewer can take back the decision that closed it
    notes: Sequence[Note] = ()
    codes: Sequence[Reason] = ()

    @property
    def can_be_likened(self) -> bool:
        """Whether others like it can be looked for, to be decided together."""
        return isinstance(self.card, Likening) and self.item.closed_at is None

    @property
    def reasons(self) -> list[tuple[Mapping[str, Any], list[str]]]:
        """Each rule that spoke, with the words that it saw."""
        text = self.face.text if self.face else ""
        return [(reason, words_of(reason, text)) for reason in self.item.reasons]

    @property
    def coded(self) -> list[Action]:
        """The actions whose reason can be chosen by one key."""
        card, face = self.card, self.face
        if face is None or not isinstance(card, Coded) or not self.codes:
            return []
        return [action for action in face.actions if action.name in card.coded]


@dataclass(frozen=True)
class Stack:
    """One page: the person's own proofs, those in other hands, and where the next page begins."""

    own: list[Proof]
    others: list[Proof]
    next_after: int | None
    until: datetime  # until when the own ones are leased


def lay_out(user: User, selection: Selection, now: datetime | None = None) -> Stack:
    """Take a stack onto the person's table (leases it) and show beside it what others hold."""
    now = now or timezone.now()
    selected = selection.narrow(waiting(user), now)
    above = Item.objects.filter(pk=selection.after).first() if selection.after else None
    own = leases.take(_below(selected, above), by=user, limit=STACK, now=now)
    others: list[Item] = []
    if above is None:
        held = selected.filter(leases.on_other_tables(user, now)).select_related("lease_holder")
        others = list(held[:IN_OTHER_HANDS])
    goes_on = len(own) == STACK and leases.free(_below(selected, own[-1]), user, now).exists()
    proofs = proofs_of([*own, *others], user, now)
    return Stack(proofs[: len(own)], proofs[len(own) :], own[-1].pk if goes_on else None, now + leases.LEASE)


def proofs_of(items: Iterable[Item], user: User, now: datetime | None = None) -> list[Proof]:
    """The items with their faces, in a fixed number of queries per kind, one for notes and one for reasons."""
    now = now or timezone.now()
    items = list(items)
    ids: dict[str, list[int]] = defaultdict(list)
    for item in items:
        ids[item.kind].append(item.object_id)
    faces = {kind: card_of(kind).faces(numbers, user) for kind, numbers in ids.items()}
    notes = notes_on(ids) if ids else {}
    codes = offered_for([kind for kind in ids if isinstance(card_of(kind), Coded)])
    return [
        Proof(
            item,
            card_of(item.kind),
            faces[item.kind].get(item.object_id),
            _holder(item, user, now),
            until if (until := undo_until(item, user)) is not None and until > now else None,
            notes.get((item.kind, item.object_id), ()),
            codes.get(item.kind, ()),
        )
        for item in items
    ]


def _below(items: QuerySet[Item], above: Item | None) -> QuerySet[Item]:
    """Those of ``items`` that come after the one with which the page before ended."""
    if above is None:
        return items
    key = Q(priority__lt=above.priority) | Q(priority=above.priority, created_at__gt=above.created_at)
    return items.filter(key | Q(priority=above.priority, created_at=above.created_at, pk__gt=above.pk))


def _holder(item: Item, user: User, now: datetime) -> User | None:
    """Whoever else has the item on the table."""
    if item.lease_until is None or item.lease_until <= now or item.lease_holder_id in (None, user.pk):
        return None
    return item.lease_holder
