"""Corrections that chase the mistake: those who got the wrong version are told, once, and counted before."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from articles.models import Article, Correction, Revision
from notifications.models import Channel, How, Preference
from notifications.outbox import tell

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KIND = "corrected"
BATCH = 1_000  # people of one INSERT
CHANNELS = (Channel.SITE, Channel.EMAIL)


class Audience(Protocol):
    """People who got the version that was wrong: who commented, was alerted, had it in a newsletter."""

    name: str
    label: "StrOrPromise"

    def people(self, article: Article, before: datetime) -> QuerySet[User]:
        """Who of them got the article before that instant."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many of an audience would be told."""

    name: str
    label: str
    number: int


_audiences: dict[str, Audience] = {}
_listeners: list[Callable[[Correction, datetime], None]] = []


def register(audience: Audience) -> None:
    """Make an audience known; called from ``AppConfig.ready`` of the room that knows it."""
    _audiences[audience.name] = audience


def on_told(listener: Callable[[Correction, datetime], None]) -> None:
    """Have a higher room act on each published correction, in the transaction that tells of it; called from ``ready``."""
    if listener not in _listeners:
        _listeners.append(listener)


def counted(article: Article, before: datetime | None = None) -> list[Reach]:
    """How many of each audience a correction would reach; who wants no such notice is not counted."""
    before = before or timezone.now()
    return [
        Reach(audience.name, str(audience.label), _reachable(audience.people(article, before)).count())
        for audience in _audiences.values()
    ]


def tell_due(now: datetime | None = None) -> int:
    """Write the notices of corrections that nobody was told of yet; returns how many corrections.

    One transaction each: a sweep that dies in between is done again, and the outbox keeps each person's notice once.
    """
    now, done = now or timezone.now(), 0
    while (told := _tell_next(now)) is not None:
        done += told
    return done


@transaction.atomic
def _tell_next(now: datetime) -> int | None:
    correction = (
        Correction.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(told_at=None)
        .select_related("article")
        .order_by("pk")
        .first()
    )
    if correction is None:
        return None
    # An update tells what has happened since; nobody was told anything wrong.
    people = _all_people(correction) if correction.kind == Revision.Change.CORRECTION else []
    number = 0
    for batch in _batches(people):
        tell(
            batch,
            KIND,
            event=f"correction:{correction.pk}",
            object_id=correction.pk,
            channels=CHANNELS,
            now=now,
        )
        number += len(batch)
    Correction.objects.filter(pk=correction.pk).update(told_at=now, told_count=number)
    for listener in _listeners:
        listener(correction, now)
    return 1


def _all_people(correction: Correction) -> Iterable[User]:
    keys = Q(pk__in=[])
    for audience in _audiences.values():
        keys |= Q(pk__in=audience.people(correction.article, correction.published_at).values("pk"))
    return User.objects.filter(keys, is_active=True).order_by("pk").iterator(chunk_size=BATCH)


def _reachable(people: QuerySet[User]) -> QuerySet[User]:
    off = Preference.objects.filter(person=OuterRef("pk"), kind=KIND, how=How.OFF, channel__in=CHANNELS)
    every = off.values("person").annotate(number=Count("channel", distinct=True)).filter(number=len(CHANNELS))
    return people.filter(~Exists(every), is_active=True)


def _batches(people: Iterable[User]) -> Iterable[list[User]]:
    batch: list[User] = []
    for person in people:
        batch.append(person)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
