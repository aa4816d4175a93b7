"""Leases on feeds: who polls a feed holds it for a while, renews what it still needs, and hands back what it does not."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from feeds.models import Feed
from feeds.models.feed import FOLDER

# Longer than a fetch (20 s) and a parse (30 s) together: a worker that was killed holds a feed no longer than this.
LEASE = timedelta(seconds=60)
STORING = timedelta(seconds=45)


def due(now: datetime) -> QuerySet[Feed]:
    """Feeds whose time has come and that nobody polls at the moment, longest waiting first."""
    waiting = Feed.objects.filter(~Q(health=Feed.Health.MUTED), next_fetch_at__lte=now)
    return unleased(waiting, now).order_by("next_fetch_at", "id")


def due_on_the_web(now: datetime) -> QuerySet[Feed]:
    """Those of them that are asked for over the network."""
    return due(now).exclude(url__startswith=FOLDER)


def due_folders(now: datetime) -> QuerySet[Feed]:
    """Those of them that are watched folders."""
    return due(now).filter(url__startswith=FOLDER)


def unleased(feeds: QuerySet[Feed], now: datetime) -> QuerySet[Feed]:
    """Those that nobody polls at the moment, as far as leases tell."""
    return feeds.filter(Q(leased_until=None) | Q(leased_until__lte=now))


@transaction.atomic
def claim(feeds: QuerySet[Feed], now: datetime, most: int = 1) -> list[Feed]:
    """Lease the first of ``feeds`` that no other worker is taking at this moment, ``most`` of them."""
    free = feeds.select_related("source", "section", "subscription").select_for_update(
        skip_locked=True, of=("self",)
    )
    claimed = list(free[:most])
    _lease(claimed, now + LEASE)
    return claimed


def renew(feeds: Iterable[Feed]) -> None:
    """Hold what is still ours for longer. What somebody else has leased meanwhile stays theirs."""
    held = {feed.pk: feed for feed in feeds}
    with transaction.atomic():
        rows = Feed.objects.select_for_update().filter(pk__in=held).values_list("pk", "leased_until")
        ours = [held[pk] for pk, until in rows if until == held[pk].leased_until]
        _lease(ours, timezone.now() + LEASE)


def renew_for_storing(feed: Feed) -> None:
    """Taking in hundreds of reports needs time of its own; most feeds come to it with their lease nearly whole."""
    if feed.leased_until is not None and feed.leased_until - timezone.now() < STORING:
        renew([feed])


def let_go(feed: Feed, *, next_fetch_at: datetime | None = None) -> None:
    """Hand a feed back unpolled; it is due when it was, or at ``next_fetch_at``."""
    changes = {"leased_until": None, **({"next_fetch_at": next_fetch_at} if next_fetch_at else {})}
    Feed.objects.filter(pk=feed.pk, leased_until=feed.leased_until).update(**changes)


def _lease(feeds: list[Feed], until: datetime) -> None:
    if not feeds:
        return
    Feed.objects.filter(pk__in=[feed.pk for feed in feeds]).update(leased_until=until)
    for feed in feeds:
        feed.leased_until = until
