"""The figures of a span. Each is a number with a name, by something or in all; nobody can be told from them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from comments.appealing.decisions import BY_PEOPLE
from comments.models import Measure, Report
from comments.reporting.grounds import ILLEGAL
from comments.reporting.joining import COUNTED
from comments.transparency.passages import KIND, RESTRICTING, Passage, passages
from comments.transparency.period import Period
from moderation.models import Appeal, Decision, Item, Opinion
from moderation.opinions.kappa import kappa

Value = int | float | None
TERMS = "terms"  # the ground of what breaks our rules and no law


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. ``by`` says by what it is split, ``of`` which part this is; both empty for the whole.

    Shares are from 0 to 1, times in hours; None is for what there was nothing to reckon from.
    """

    article: str  # of the Regulation
    name: str
    value: Value
    by: str = ""
    of: str = ""


def figures(period: Period) -> list[Figure]:
    """All of them, in the order of the Regulation."""
    decided = list(passages(period))
    return [
        *_notices(period),
        *_own(decided),
        *_measures(period),
        *_complaints(period),
        *_automated(decided),
        *_opinions(period),
    ]


def _notices(period: Period) -> Iterable[Figure]:
    """Article 15(1)(b): what was reported, what was done, how soon."""
    reports = list(
        Report.objects.filter(COUNTED, created_at__gte=period.start, created_at__lt=period.end).only(
            "ground", "law", "outcome", "created_at", "closed_at", "decision_id", "reporter_id"
        )
    )
    article = "15(1)(b)"
    yield Figure(article, "notices", len(reports))
    yield from _split(article, "notices", "reason", Counter(one.ground for one in reports))
    yield from _split(article, "notices", "law", Counter(one.law for one in reports if one.law))
    yield from _split(article, "notices", "outcome", Counter(one.outcome for one in reports))
    upheld = [one for one in reports if one.outcome == Report.Outcome.UPHELD]
    grounds = Counter("law" if one.ground == ILLEGAL else TERMS for one in upheld)
    yield Figure(article, "actions_on_notices", len({one.decision_id for one in upheld}))
    yield from _split(article, "notices_upheld", "ground", grounds)
    rules = Decision.objects.filter(pk__in=[one.decision_id for one in reports if one.decision_id], by=None)
    automatic = set(rules.values_list("pk", flat=True))
    yield Figure(
        article, "notices_processed_by_automated_means", sum(one.decision_id in automatic for one in reports)
    )
    yield Figure(article, "notices_by_trusted_flaggers", 0)  # nobody is one here
    times = [one.closed_at - one.created_at for one in reports if one.closed_at and one.decision_id]
    illegal = [
        one.closed_at - one.created_at
        for one in reports
        if one.closed_at and one.decision_id and one.ground == ILLEGAL
    ]
    yield Figure(article, "notices_median_hours", _median(times))
    yield Figure(article, "notices_median_hours", _median(illegal), "reason", ILLEGAL)


def _own(decided: list[Passage]) -> Iterable[Figure]:
    """Article 15(1)(c): what was restricted without a report, why, and how it was found."""
    restricting = [one.decision for one in decided if one.decision.name in RESTRICTING]
    reported = set(
        Report.objects.filter(
            decision__in=[one.pk for one in restricting], outcome=Report.Outcome.UPHELD
        ).values_list("decision_id", flat=True)
    )
    own = [one for one in restricting if one.pk not in reported]
    found_by_rule = _found_by_rule(own)
    article = "15(1)(c)"
    yield Figure(article, "restrictions", len(restricting))
    yield Figure(article, "restrictions_on_own_initiative", len(own))
    yield from _split(article, "restrictions_on_own_initiative", "type", Counter(one.name for one in own))
    yield from _split(
        article, "restrictions_on_own_initiative", "reason", Counter(one.reason_code or "none" for one in own)
    )
    detection = Counter("automated" if one.pk in found_by_rule else "people" for one in own)
    yield from _split(article, "restrictions_on_own_initiative", "detection", detection)


def _measures(period: Period) -> Iterable[Figure]:
    """Articles 15(1)(c), 23 and 24(1)(b): what was done about people, by kind."""
    kinds = [str(kind) for kind in Measure.Kind if kind != Measure.Kind.NOTE]
    taken = Decision.objects.filter(
        kind=Measure._meta.label_lower, name__in=kinds, at__gte=period.start, at__lt=period.end
    )
    counts = Counter(taken.values_list("name", flat=True))
    yield Figure("15(1)(c)", "measures", counts.total())
    yield from _split("15(1)(c)", "measures", "kind", {kind: counts[kind] for kind in kinds})


def _complaints(period: Period) -> Iterable[Figure]:
    """Article 15(1)(d): appeals, what became of them, how soon."""
    appeals = list(Appeal.objects.filter(created_at__gte=period.start, created_at__lt=period.end))
    article = "15(1)(d)"
    yield Figure(article, "complaints", len(appeals))
    yield from _split(article, "complaints", "side", Counter(one.side for one in appeals))
    yield from _split(article, "complaints", "subject", Counter(one.kind for one in appeals))
    yield from _split(article, "complaints", "outcome", Counter(one.state for one in appeals))
    yield Figure(article, "decisions_reversed", sum(one.state == Appeal.State.GRANTED for one in appeals))
    times = [one.decided_at - one.created_at for one in appeals if one.decided_at]
    yield Figure(article, "complaints_median_hours", _median(times))


def _automated(decided: list[Passage]) -> Iterable[Figure]:
    """Article 15(1)(e): what rules decided or found, and how often people saw it differently."""
    article = "15(1)(e)"
    by_rule = [one for one in decided if one.is_by_rule]
    wrong = sum(one.is_overturned for one in by_rule)
    yield Figure(article, "decisions", len(decided))
    yield Figure(article, "automated_decisions", len(by_rule))
    yield from _split(article, "automated_decisions", "type", Counter(one.decision.name for one in by_rule))
    yield Figure(article, "automated_share", _share(len(by_rule), len(decided)))
    yield Figure(article, "automated_decisions_overturned", wrong)
    yield Figure(article, "automated_decisions_error_rate", _share(wrong, len(by_rule)))
    people = [one.decision for one in decided if not one.is_by_rule]
    found = _found_by_rule(people)
    allowed = sum(one.pk in found and one.name not in RESTRICTING for one in people)
    yield Figure(article, "automated_detections", len(found))
    yield Figure(article, "automated_detections_not_confirmed", allowed)
    yield Figure(article, "automated_detections_error_rate", _share(allowed, len(found)))


def _opinions(period: Period) -> Iterable[Figure]:
    """A safeguard that Article 15(1)(e) asks about: decisions that a second person looked at, blind."""
    given = Opinion.objects.filter(given_at__gte=period.start, given_at__lt=period.end)
    found = kappa(list(given.values_list("first", "second")))
    yield Figure("15(1)(e)", "second_opinions", found.pairs)
    yield Figure(
        "15(1)(e)", "second_opinions_agreed", _share(round(found.observed * found.pairs), found.pairs)
    )
    yield Figure("15(1)(e)", "second_opinions_kappa", None if found.value is None else round(found.value, 4))


def _found_by_rule(decisions: Iterable[Decision]) -> set[int]:
    """Those whose comment waited because a rule spoke."""
    decisions = list(decisions)
    items = Item.objects.filter(
        kind=KIND,
        object_id__in=[one.object_id for one in decisions],
        decision__in=[one.pk for one in decisions],
    ).values_list("decision_id", "reasons")
    return {
        number or 0
        for number, reasons in items
        if any(str(reason.get("rule", "")) not in BY_PEOPLE for reason in reasons)
    }


def _split(article: str, name: str, by: str, counts: Mapping[str, int]) -> Iterable[Figure]:
    return [Figure(article, name, counts[of], by, str(of)) for of in sorted(counts)]


def _median(times: list[timedelta]) -> float | None:
    return round(median(time.total_seconds() for time in times) / 3600, 2) if times else None


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def nested(found: Iterable[Figure]) -> dict[str, object]:
    """The figures as an object: name → number, or name → {"total", "by_…"}."""
    totals: dict[str, Value] = {}
    parts: dict[str, dict[str, dict[str, Value]]] = defaultdict(lambda: defaultdict(dict))
    for one in found:
        if one.by:
            parts[one.name][f"by_{one.by}"][one.of] = one.value
        else:
            totals[one.name] = one.value
    names = [*totals, *(name for name in parts if name not in totals)]
    return {
        name: {"total": totals.get(name), **parts[name]} if name in parts else totals[name] for name in names
    }
