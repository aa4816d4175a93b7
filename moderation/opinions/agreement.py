"""What the page of agreement shows: kappa overall, by why things waited and by the code of the reason; and the disagreements."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from moderation import reason_codes
from moderation.models import Decision, Opinion
from moderation.opinions.kappa import Kappa, kappa
from moderation.opinions.reviewables import label_of, reviewable_of
from moderation.queue import rule_labels
from moderation.reach import sections_of

SPAN = timedelta(days=90)
TALKED_OF = 30  # newest disagreements
VIEW = "moderation.view_opinion"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    label: str
    kappa: Kappa


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One case that two people saw differently."""

    title: str
    path: str
    first: str
    first_by: str
    second: str
    second_by: str
    at: datetime


@dataclass(frozen=True)
class Agreement:
    """All that the page shows. ``waiting`` opinions are still asked for."""

    since: datetime
    overall: Kappa
    by_rule: list[Row]
    by_code: list[Row]
    disagreements: list[Disagreement]
    waiting: int

    @property
    def rows(self) -> list[Row]:
        """What the plot draws."""
        return [Row(_("All"), self.overall), *self.by_rule]


def agreement(person: User, now: datetime | None = None) -> Agreement:
    """Of the last ninety days, in the sections that the person may look at."""
    since = (now or timezone.now()) - SPAN
    reachable = _reachable(person)
    given = list(
        reachable.filter(state=Opinion.State.GIVEN, given_at__gte=since)
        .select_related("decision__by")
        .order_by("-given_at", "-pk")
    )
    by_rule: dict[str, list[Opinion]] = defaultdict(list)
    by_code: dict[str, list[Opinion]] = defaultdict(list)
    for opinion in given:
        for rule in opinion.rules:
            by_rule[rule].append(opinion)
        if opinion.decision.reason_code:
            by_code[opinion.decision.reason_code].append(opinion)
    rules = {name: str(label) for name, label in rule_labels().items()}
    return Agreement(
        since=since,
        overall=_kappa(given),
        by_rule=_rows(by_rule, rules),
        by_code=_rows(by_code, reason_codes.labels()),
        disagreements=_disagreements([opinion for opinion in given if not opinion.agrees][:TALKED_OF]),
        waiting=reachable.filter(state=Opinion.State.WAITING).count(),
    )


def _reachable(person: User) -> QuerySet[Opinion]:
    sections = sections_of(person, frozenset({VIEW}))
    opinions = Opinion.objects.all()
    return opinions if sections is None else opinions.filter(section__in=sections | {""})


def _kappa(opinions: list[Opinion]) -> Kappa:
    return kappa([(opinion.first, opinion.second) for opinion in opinions])


def _rows(groups: Mapping[str, list[Opinion]], labels: Mapping[str, str]) -> list[Row]:
    rows = [Row(labels.get(name, name), _kappa(opinions)) for name, opinions in groups.items()]
    return sorted(rows, key=lambda row: (-row.kappa.pairs, row.label))


def _disagreements(opinions: list[Opinion]) -> list[Disagreement]:
    gave = Decision.objects.filter(
        kind=Opinion._meta.label_lower, object_id__in=[opinion.pk for opinion in opinions], name="give"
    )
    seconds = {decision.object_id: decision.actor_name for decision in gave.select_related("by")}
    found = []
    for kind in sorted({opinion.kind for opinion in opinions}):
        reviewable = reviewable_of(kind)
        some = [opinion for opinion in opinions if opinion.kind == kind]
        sheets = reviewable.sheets({opinion.object_id for opinion in some}) if reviewable else {}
        for opinion in some:
            sheet = sheets.get(opinion.object_id)
            found.append(
                Disagreement(
                    title=sheet.title if sheet else _("No longer there"),
                    path=reviewable.path_of(opinion.object_id) if reviewable and sheet else "",
                    first=label_of(kind, opinion.first),
                    first_by=opinion.decision.actor_name,
                    second=label_of(kind, opinion.second),
                    second_by=seconds.get(opinion.pk, ""),
                    at=opinion.given_at or opinion.asked_at,
                )
            )
    return sorted(found, key=lambda one: one.at, reverse=True)
