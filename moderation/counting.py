"""How many wait, by every filter: counted on the partial index in one query, exact at every instant."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Func, IntegerField, JSONField, Max, QuerySet, Value, When
from django.utils import timezone

from accounts.models import User
from moderation.models import Item
from moderation.queue import rule_labels
from moderation.reach import cards_for, items_for
from moderation.selecting import AGES, Selection


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter with its exact count; ``query`` leads to it, the other filters kept."""

    value: str
    label: object
    count: int
    is_chosen: bool
    query: str = ""


@dataclass(frozen=True)
class Counts:
    """How many wait for the person. Each filter counts what the others leave."""

    total: int  # of what is selected
    everything: int  # within the person's reach, nothing selected but an author
    newest: int  # the highest item number of those: what came later is new
    all_kinds: int = 0  # of every kind, the other filters kept
    kinds: list[Choice] = field(default_factory=list)
    sections: list[Choice] = field(default_factory=list)
    rules: list[Choice] = field(default_factory=list)
    ages: list[Choice] = field(default_factory=list)
    languages: list[Choice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    """One group of waiting items that are alike in all that is filtered by."""

    kind: str
    section: str
    language: str
    rules: frozenset[str]
    age: int  # how many of AGES it has passed
    number: int
    newest: int

    def fits(self, selection: Selection, but: str = "") -> bool:
        """Whether the selection takes it, one filter left aside."""
        return (
            (but == "kind" or selection.kind in ("", self.kind))
            and (but == "section" or selection.section in ("", self.section))
            and (but == "language" or selection.language in ("", self.language))
            and (but == "rule" or not selection.rule or selection.rule in self.rules)
            and (but == "age" or not selection.age or self.age > list(AGES).index(selection.age))
        )


def waiting(user: User) -> QuerySet[Item]:
    """What waits and may be looked at, most urgent first, then oldest first."""
    return items_for(user).filter(closed_at=None).order_by("-priority", "created_at", "pk")


def counts(user: User, selection: Selection, now: datetime | None = None) -> Counts:
    """One query, whatever is selected."""
    rows = _rows(selection.by_author(waiting(user)), now or timezone.now())
    chosen = [row for row in rows if row.fits(selection)]
    kinds = _by(rows, selection, "kind", lambda row: [row.kind])
    sections = _by(rows, selection, "section", lambda row: [row.section])
    rules = _by(rows, selection, "rule", lambda row: row.rules)
    languages = _by(rows, selection, "language", lambda row: [row.language])
    ages = _by(rows, selection, "age", lambda row: list(AGES)[: row.age])
    names = rule_labels()

    def choices(filter_name: str, numbers: Counter[str], labels: dict[str, Any]) -> list[Choice]:
        value_now = getattr(selection, filter_name)
        return [
            Choice(
                value,
                label,
                numbers[value],
                value == value_now,
                selection.but(**{filter_name: value}),
            )
            for value, label in labels.items()
        ]

    def found(filter_name: str, numbers: Counter[str]) -> list[str]:
        return sorted({*filter(None, numbers), *filter(None, [getattr(selection, filter_name)])})

    return Counts(
        total=sum(row.number for row in chosen),
        everything=sum(row.number for row in rows),
        newest=max((row.newest for row in chosen), default=0),
        all_kinds=kinds.total(),
        kinds=choices("kind", kinds, {card.kind: card.label for card in cards_for(user)}),
        sections=choices(
            "section",
            sections,
            {slug: slug.replace("-", " ").capitalize() for slug in found("section", sections)},
        ),
        rules=choices(
            "rule", rules, {name: names.get(name, _spelt_out(name)) for name in found("rule", rules)}
        ),
        ages=choices("age", ages, {name: words for name, (_least, words) in AGES.items()}),
        languages=choices("language", languages, {code: code for code in found("language", languages)}),
    )


def _by(rows: Iterable[_Row], selection: Selection, name: str, values_of: Any) -> Counter[str]:
    numbers: Counter[str] = Counter()
    for row in rows:
        if row.fits(selection, but=name):
            for value in values_of(row):
                numbers[value] += row.number
    return numbers


def _rows(items: QuerySet[Item], now: datetime) -> list[_Row]:
    passed = Case(
        *[
            When(created_at__lte=now - least, then=Value(number))
            for number, (least, _words) in reversed(list(enumerate(AGES.values(), 1)))
        ],
        default=Value(0),
        output_field=IntegerField(),
    )
    names = Func("reasons", Value("$[*].rule"), function="jsonb_path_query_array", output_field=JSONField())
    groups = (
        items.order_by()
        .annotate(rules=names, age=passed)
        .values_list("kind", "section", "language", "rules", "age")
        .annotate(number=Count("pk"), highest=Max("pk"))
    )
    return [
        _Row(kind, section, language, frozenset(map(str, rules)), age, number, highest)
        for kind, section, language, rules, age, number, highest in groups
    ]


def _spelt_out(name: str) -> str:
    return name.replace("-", " ").replace("_", " ").capitalize()


def new_since(user: User, selection: Selection, number: int) -> int:
    """How many of the selected items came after the item with this number."""
    return selection.narrow(waiting(user)).filter(pk__gt=number).order_by().count()
