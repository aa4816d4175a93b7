"""How the queue is doing: what waits and how old it is, how long decisions take, who decides what and why.

Waiting items are counted on the partial index; what was decided is read by the index of closing times, for some weeks, and
kept for a minute.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Min, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models import User
from moderation.counting import waiting
from moderation.models import Item
from moderation.plots import Day
from moderation.queue import card_of
from moderation.reach import cards_for, items_for
from moderation.reason_codes import labels
from moderation.selecting import AGES
from moderation.wording import state_label

PERIODS = (7, 14, 28)  # days that can be looked at
KEPT = 60  # seconds


class Percentile(Aggregate):
    """The time below which this share of the times lies."""

    function = "percentile_cont"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()

    def __init__(self, expression: Any, share: float, **extra: Any) -> None:
        super().__init__(expression, share=float(share), **extra)


@dataclass(frozen=True, slots=True)
class Heap:
    """What waits of one kind: how much, how much of it longer than each age, and since when the oldest."""

    kind: str
    label: str
    number: int
    older: tuple[int, ...]
    oldest: datetime | None


@dataclass
class Deciding:
    """What one person decided: how much, and how much of each outcome, the most frequent first."""

    name: str
    number: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """What was decided within the period."""

    at: datetime
    days: list[Day]
    people: list[Deciding]
    reasons: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the dashboard that another room draws: its template, and its context for a person and a period."""

    template: str
    context: Callable[[User, datetime], Mapping[str, Any] | None]  # None: nothing to show to this person


_panels: list[Panel] = []


def register(panel: Panel) -> None:
    """Add a part; called from ``AppConfig.ready``."""
    _panels.append(panel)


def panels_for(person: User, since: datetime) -> list[tuple[str, Mapping[str, Any]]]:
    """The other rooms' parts, with what they show."""
    drawn = [(panel.template, panel.context(person, since)) for panel in _panels]
    return [(template, context) for template, context in drawn if context is not None]


def heaps(person: User, now: datetime | None = None) -> list[Heap]:
    """What waits within the person's reach, by kind; one query."""
    now = now or timezone.now()
    older = {
        f"older_{name}": Count("pk", filter=Q(created_at__lte=now - least))
        for name, (least, _words) in AGES.items()
    }
    rows = (
        waiting(person)
        .order_by()
        .values("kind")
        .annotate(number=Count("pk"), oldest=Min("created_at"), **older)
    )
    found: dict[str, dict[str, Any]] = {row["kind"]: dict(row) for row in rows}
    return [
        Heap(
            card.kind,
            str(card.label),
            row["number"] if (row := found.get(card.kind)) else 0,
            tuple(row[name] if row else 0 for name in older),
            row["oldest"] if row else None,
        )
        for card in cards_for(person)
    ]


def done(person: User, days: int) -> Done:
    """What people decided on waiting items within the last days; at most a minute old."""
    key = f"queue-dashboard:{person.pk}:{days}"
    found: Done | None = cache.get(key)
    if found is None:
        found = _done(person, days, timezone.now())
        cache.set(key, found, KEPT)
    return found


def begin_of(days: int, now: datetime) -> datetime:
    """The midnight with which the period begins; today is its last day."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=days - 1)


def _done(person: User, days: int, now: datetime) -> Done:
    begin = begin_of(days, now)
    decided = items_for(person).filter(closed_at__gte=begin, decision__by__isnull=False)
    return Done(now, _days(decided, begin, days), _people(decided), _reasons(decided))


def _days(decided: QuerySet[Item], begin: datetime, days: int) -> list[Day]:
    took = ExpressionWrapper(F("closed_at") - F("created_at"), output_field=DurationField())
    rows = (
        decided.annotate(day=TruncDate("closed_at"))
        .order_by()
        .values("day")
        .annotate(number=Count("pk"), median=Percentile(took, 0.5), ninetieth=Percentile(took, 0.9))
    )
    found: dict[date, Day] = {
        row["day"]: Day(row["day"], row["number"], row["median"], row["ninetieth"]) for row in rows
    }
    first = timezone.localtime(begin).date()
    wanted = [first + timedelta(days=number) for number in range(days)]
    return [found.get(day, Day(day, 0, None, None)) for day in wanted]


def _people(decided: QuerySet[Item]) -> list[Deciding]:
    rows = (
        decided.order_by()
        .values_list("decision__by", "kind", "decision__to_state")
        .annotate(number=Count("pk"))
    )
    numbers = list(rows)
    people = User.objects.in_bulk({row[0] for row in numbers})
    found: dict[int, Deciding] = {}
    outcomes: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for by, kind, state, number in numbers:
        one = found.setdefault(by, Deciding(str(people.get(by, ""))))
        one.number += number
        outcomes[by][f"{card_of(kind).label}: {state_label(kind, state)}"] += number
    for by, one in found.items():
        one.outcomes = dict(sorted(outcomes[by].items(), key=lambda outcome: -outcome[1]))
    return sorted(found.values(), key=lambda one: -one.number)


def _reasons(decided: QuerySet[Item]) -> list[tuple[str, int]]:
    rows = (
        decided.exclude(decision__reason_code="")
        .order_by()
        .values_list("decision__reason_code")
        .annotate(number=Count("pk"))
        .order_by("-number", "decision__reason_code")
    )
    names = labels()
    return [(names.get(code, code), number) for code, number in rows]
