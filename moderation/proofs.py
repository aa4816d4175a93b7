"""What the queue's pages show: proofs (one per item), counts, and the selection that a person made."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from moderation import leases
from moderation.models import Item
from moderation.queue import Card, Face, card_of
from moderation.reach import cards_for, items_for
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


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter with its exact count."""

    value: str
    label: object
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Selection:
    """The filters of the page. Values that mean nothing are no filter."""

    kind: str = ""
    section: str = ""
    after: int = 0  # the item under which the stack goes on

    @classmethod
    def read(cls, query: QueryDict) -> "Selection":
        after = query.get("after", "")
        number = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
        return cls(query.get("kind", ""), query.get("section", ""), number)

    def narrow(self, items: QuerySet[Item]) -> QuerySet[Item]:
        """The selected ones of ``items``."""
        if self.kind:
            items = items.filter(kind=self.kind)
        return items.filter(section=self.section) if self.section else items


@dataclass(frozen=True)
class Counts:
    """How many wait for the person; counted on the partial index, exact at every instant."""

    total: int
    newest: int  # the highest item number: what came later is new
    kinds: list[Choice] = field(default_factory=list)
    sections: list[Choice] = field(default_factory=list)

    @property
    def all_kinds(self) -> int:
        """What waits in the chosen section, of every kind."""
        return sum(choice.count for choice in self.kinds)


@dataclass(frozen=True)
class Stack:
    """One page: the person's own proofs, those in other hands, and where the next page begins."""

    own: list[Proof]
    others: list[Proof]
    next_after: int | None
    until: datetime  # until when the own ones are leased


def waiting(user: User) -> QuerySet[Item]:
    """What waits and may be looked at, most urgent first, then oldest first."""
    return items_for(user).filter(closed_at=None).order_by("-priority", "created_at", "pk")


def counts(user: User, selection: Selection) -> Counts:
    """One query: the counts by kind (in the chosen section) and by section (of the chosen kind)."""
    rows = list(
        waiting(user).order_by().values_list("kind", "section").annotate(number=Count("pk"), newest=Max("pk"))
    )
    by_kind: dict[str, int] = defaultdict(int)
    by_section: dict[str, int] = defaultdict(int)
    chosen_numbers: list[int] = []
    newest = 0
    for kind, section, number, highest in rows:
        fits_kind = selection.kind in ("", kind)
        fits_section = selection.section in ("", section)
        if fits_section:
            by_kind[kind] += number
        if fits_kind and section:
            by_section[section] += number
        if fits_kind and fits_section:
            chosen_numbers.append(number)
            newest = max(newest, highest)
    kinds = [
        Choice(card.kind, card.label, by_kind[card.kind], card.kind == selection.kind)
        for card in cards_for(user)
    ]
    names = sorted({*by_section, *filter(None, [selection.section])})
    sections = [
        Choice(slug, slug.replace("-", " ").capitalize(), by_section[slug], slug == selection.section)
        for slug in names
    ]
    return Counts(sum(chosen_numbers), newest, kinds, sections)


def new_since(user: User, selection: Selection, number: int) -> int:
    """How many of the selected items came after the item with this number."""
    return selection.narrow(waiting(user)).filter(pk__gt=number).order_by().count()


def lay_out(user: User, selection: Selection, now: datetime | None = None) -> Stack:
    """Take a stack onto the person's table (leases it) and show beside it what others hold."""
    now = now or timezone.now()
    selected = selection.narrow(waiting(user))
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
    """The items with their faces, in a fixed number of queries per kind."""
    now = now or timezone.now()
    items = list(items)
    ids: dict[str, list[int]] = defaultdict(list)
    for item in items:
        ids[item.kind].append(item.object_id)
    faces = {kind: card_of(kind).faces(numbers, user) for kind, numbers in ids.items()}
    return [
        Proof(
            item,
            card_of(item.kind),
            faces[item.kind].get(item.object_id),
            _holder(item, user, now),
            until if (until := undo_until(item, user)) is not None and until > now else None,
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
