"""What the desk's decisions on a feed come to: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LOOKS_BACK = timedelta(days=90)
MOST = 50  # the newest decisions; older ones say little of the feed as it is
HALF_LIFE_DAYS = 30
# What is asked before trust is proposed, and below what it is lost again.
LEAST_DECISIONS, ACCEPTED, UNCHANGED, FALLEN = 30, 0.95, 0.8, 0.9
# What the trial must show.
LEAST_TRIED, AGREED = 10, 0.95


@dataclass(frozen=True, slots=True)
class Outcome:
    """One item that people decided on, or that trust let through and people left standing (or not)."""

    at: datetime
    is_accepted: bool
    is_unchanged: bool | None = None  # as published; None where it is not published


@dataclass(frozen=True, slots=True)
class Figures:
    """A feed's record. The shares are weighted: what lies thirty days back counts half."""

    decisions: int = 0
    accepted: int = 0
    published: int = 0
    unchanged: int = 0
    kills: int = 0
    corrections: int = 0
    accepted_share: float = 0.0
    unchanged_share: float = 0.0

    @property
    def accepted_percent(self) -> int:
        """Rounded down: 94.9 is not 95."""
        return int(self.accepted_share * 100 + 1e-9)

    @property
    def unchanged_percent(self) -> int:
        """Of what was published."""
        return int(self.unchanged_share * 100 + 1e-9)

    def as_facts(self) -> dict[str, Any]:
        """As ``Trust.facts`` keeps them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Tried:
    """What the trial shows: how many would have passed, how many of these people decided, and how many as the rule."""

    passages: int = 0
    decided: int = 0
    agreed: int = 0

    @property
    def percent(self) -> int:
        """The agreement, of those decided."""
        return int(100 * self.agreed / self.decided) if self.decided else 0

    @property
    def suffices(self) -> bool:
        """Whether trust may be granted after it."""
        return self.decided >= LEAST_TRIED and self.agreed >= AGREED * self.decided


def from_facts(facts: Mapping[str, Any]) -> Figures:
    """What was kept; a figure that is not there counts nothing."""
    return Figures(**{field.name: facts[field.name] for field in fields(Figures) if field.name in facts})


def reckon(outcomes: Iterable[Outcome], now: datetime, *, kills: int = 0, corrections: int = 0) -> Figures:
    """The record of the newest outcomes that are not too old."""
    lately = sorted(
        (one for one in outcomes if now - one.at <= LOOKS_BACK), key=lambda one: one.at, reverse=True
    )
    counted = [(one, 0.5 ** ((now - one.at).days / HALF_LIFE_DAYS)) for one in lately[:MOST]]
    accepted = [(one, weight) for one, weight in counted if one.is_accepted]
    published = [(one, weight) for one, weight in accepted if one.is_unchanged is not None]
    unchanged = [(one, weight) for one, weight in published if one.is_unchanged]
    return Figures(
        decisions=len(counted),
        accepted=len(accepted),
        published=len(published),
        unchanged=len(unchanged),
        kills=kills,
        corrections=corrections,
        accepted_share=_share(accepted, counted),
        unchanged_share=_share(unchanged, published),
    )


def missing(figures: Figures) -> list[str]:
    """What stands against trust, in words; empty where it is earned."""
    short = LEAST_DECISIONS - figures.decisions
    checks = [
        (
            short > 0,
            ngettext(
                "%(count)s decision more is needed.", "%(count)s decisions more are needed.", max(short, 1)
            )
            % {"count": short},
        ),
        (
            figures.accepted_share < ACCEPTED,
            _("%(share)s %% of its reports were accepted; %(least)s %% are needed.")
            % {"share": figures.accepted_percent, "least": round(ACCEPTED * 100)},
        ),
        (
            figures.published == 0 or figures.unchanged_share < UNCHANGED,
            _("%(share)s %% of what was published of it went out as it came; %(least)s %% are needed.")
            % {"share": figures.unchanged_percent, "least": round(UNCHANGED * 100)},
        ),
        (figures.kills > 0, _("The wire withdrew reports of it within 90 days.")),
        (figures.corrections > 0, _("The wire corrected reports of it within 90 days.")),
    ]
    return [words for stands, words in checks if stands]


def fallen(figures: Figures) -> str:
    """Why what was trusted is so no longer, in words; empty where it is."""
    if figures.decisions < LEAST_TRIED or figures.accepted_share >= FALLEN:
        return ""
    return _("Only %(share)s %% of its reports were accepted lately.") % {"share": figures.accepted_percent}


def _share(part: list[tuple[Outcome, float]], whole: list[tuple[Outcome, float]]) -> float:
    total = sum(weight for _one, weight in whole)
    return sum(weight for _one, weight in part) / total if total else 0.0
