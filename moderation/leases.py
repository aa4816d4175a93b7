"""Leases: who has an item on the table. They inform and spread the work; they never decide who may decide."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from moderation.models import Item

LEASE = timedelta(minutes=10)  # as long as one may read before deciding; a page in use extends it


def on_other_tables(user: User, now: datetime) -> Q:
    """Items that somebody else holds."""
    return Q(lease_until__gt=now) & ~Q(lease_holder=user) & Q(lease_holder__isnull=False)


def free(items: QuerySet[Item], user: User, now: datetime) -> QuerySet[Item]:
    """Those of the waiting ``items`` that nobody else holds.

    That they wait is for the caller to ask, once: the planner takes the same condition twice for two that seldom meet,
    and sorts ten thousand rows instead of reading ten in order.
    """
    return items.exclude(on_other_tables(user, now))


@transaction.atomic
def take(items: QuerySet[Item], *, by: User, limit: int, now: datetime | None = None) -> list[Item]:
    """Lay up to ``limit`` of the waiting ``items`` on the person's table, in their order; theirs stay theirs.

    Two people who ask at once get different ones: what the other is taking is skipped, not waited for.
    """
    now = now or timezone.now()
    taken = list(free(items, by, now).select_for_update(of=("self",), skip_locked=True)[:limit])
    Item.objects.filter(pk__in=[item.pk for item in taken]).update(lease_holder=by, lease_until=now + LEASE)
    for item in taken:
        item.lease_holder, item.lease_until = by, now + LEASE
    return taken


def extend(item_ids: Collection[int], *, by: User, now: datetime | None = None) -> datetime:
    """The person still has these on the table; returns until when."""
    now = now or timezone.now()
    take(
        Item.objects.filter(pk__in=item_ids, closed_at=None).order_by("pk"),
        by=by,
        limit=len(item_ids),
        now=now,
    )
    return now + LEASE


def release(item_ids: Iterable[int], *, by: User, until: datetime) -> int:
    """The person has left a page that held these ``until`` then; returns how many are free now.

    What others hold is untouched, and what the person has taken anew meanwhile (the page loaded again, a second one).
    """
    return Item.objects.filter(
        pk__in=item_ids, lease_holder=by, lease_until__lte=until, closed_at=None
    ).update(lease_holder=None, lease_until=None)


def release_expired(now: datetime | None = None) -> int:
    """Clear the leases that ran out; returns how many."""
    now = now or timezone.now()
    with transaction.atomic():
        expired = list(
            Item.objects.select_for_update(skip_locked=True)
            .filter(closed_at=None, lease_until__lte=now)
            .values_list("pk", flat=True)
        )
        return Item.objects.filter(pk__in=expired).update(lease_holder=None, lease_until=None)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody else at the queue, and how much lies on their table."""

    person: User
    number: int


def holders(items: QuerySet[Item], *, but: User, now: datetime | None = None) -> list[Holder]:
    """Who else holds some of the waiting ``items``, who holds most first; one query."""
    held = items.filter(on_other_tables(but, now or timezone.now())).order_by()
    numbers = held.values("lease_holder").annotate(number=Count("pk")).values("number")
    people = User.objects.annotate(
        held=Subquery(numbers.filter(lease_holder=OuterRef("pk")), output_field=IntegerField())
    )
    found = people.filter(pk__in=held.values("lease_holder"), held__gt=0).order_by("-held", "pk")
    return [Holder(person, person.held) for person in found]
