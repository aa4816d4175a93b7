"""What the rules in force say of one comment: all of them are asked, and every one that speaks is told. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import RuleVersion
from comments.rules.kinds import compiled
from comments.rules.subject import Finding, Subject, Test
from common.words import base_language

# Enough points together hold a comment; a rule gives 1 to 100.
HOLDS_AT = 10
# So often a marked place is taken out before a rule is believed to find ever new ones.
MOST_ROUNDS = 5
MOST_COUNTERFACTUALS = 8  # each asks all rules again

Effect = RuleVersion.Effect
Reason = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a rule, compiled."""

    name: str  # “casino-words@3”
    test: Test
    version_id: int = 0
    effect: str = Effect.HOLD
    points: int = 0
    message: str = ""
    language: str = ""
    section_id: int | None = None
    article_id: int | None = None

    def concerns(self, subject: Subject) -> bool:
        """Whether the comment stands where the rule is in force."""
        return (
            (self.article_id is None or self.article_id == subject.article_id)
            and (self.section_id is None or self.section_id == subject.section_id)
            and (not self.language or base_language(self.language) == base_language(subject.language))
        )

    def find(self, subject: Subject) -> Finding | None:
        """What it sees where it is in force."""
        return self.test.find(subject) if self.concerns(subject) else None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The rules that spoke, in the order in which they were asked, with what each saw."""

    spoke: tuple[tuple[Rule, Finding], ...] = ()
    holds_at: int = HOLDS_AT

    @property
    def points(self) -> int:
        """Of all rules that give some."""
        return sum(rule.points for rule, _finding in self.spoke if rule.effect == Effect.POINTS)

    @property
    def holds(self) -> bool:
        """Whether it waits for a person before it is shown."""
        return self.points >= self.holds_at or any(
            rule.effect == Effect.HOLD for rule, _finding in self.spoke
        )

    @property
    def flags(self) -> bool:
        """Whether it is shown, and a person is to look at it."""
        return not self.holds and any(rule.effect == Effect.FLAG for rule, _finding in self.spoke)

    @property
    def first(self) -> Rule | None:
        """The rule whose deputy acts: the first that holds, or else the first that spoke."""
        rules = [rule for rule, _finding in self.spoke]
        return next((rule for rule in rules if rule.effect == Effect.HOLD), rules[0] if rules else None)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that are in force."""

    rules: Sequence[Rule] = ()
    holds_at: int = HOLDS_AT
    looks_at: frozenset[str] = field(default=frozenset())

    def judge(self, subject: Subject) -> Judgement:
        """Ask every rule that is in force where the comment stands."""
        spoke = tuple((rule, finding) for rule in self.rules if (finding := rule.find(subject)) is not None)
        return Judgement(spoke, self.holds_at)


def rules_of(rules: Sequence[Rule]) -> Rules:
    """These rules, with the facts that they need together."""
    return Rules(tuple(rules), looks_at=frozenset().union(*(rule.test.looks_at for rule in rules)))


def rule_of(version: RuleVersion, name: str) -> Rule:
    """A version as it is asked of comments; it need not be saved. Raises BadOption."""
    return Rule(
        name=f"{name}@{version.number}",
        test=compiled(version.kind, version.options),
        version_id=version.pk or 0,
        effect=version.effect,
        points=version.points,
        message=version.message,
        language=version.language,
        section_id=version.section_id,
        article_id=(version.article_id or 0) if version.is_for_article or version.article_id else None,
    )


def reasons(rules: Rules, subject: Subject, judgement: Judgement) -> list[Reason]:
    """Every rule that spoke as the queue keeps it, each with what would have had to be otherwise."""
    found = []
    for place, (rule, finding) in enumerate(judgement.spoke):
        reason: Reason = {
            "rule": rule.name,
            "words": f"{rule.message}: {finding.words}" if rule.message else finding.words,
            "evidence": [list(span) for span in finding.evidence],
        }
        if rule.effect == Effect.POINTS:
            reason["points"] = rule.points
        if place < MOST_COUNTERFACTUALS and (
            words := otherwise(rules, rule, subject, finding, judgement.holds)
        ):
            reason["otherwise"] = words
        found.append(reason)
    if judgement.points >= judgement.holds_at:
        found.append(_together(judgement))
    return found


def otherwise(rules: Rules, rule: Rule, subject: Subject, finding: Finding, held: bool) -> str:
    """What would have had to be otherwise, tried and found true; empty where nothing is known that would help."""
    changed, words = subject, ""
    for _round in range(MOST_ROUNDS):
        change = rule.test.otherwise(changed, finding)
        if change is None:
            return ""
        changed, words = change.subject, words or change.words
        again = rule.find(changed)
        if again is None:
            break
        finding = again
    else:
        return ""
    then = rules.judge(changed)
    if held and not then.holds:
        return _("It would have passed %(otherwise)s.") % {"otherwise": words}
    if not then.spoke:
        return _("No rule would have spoken %(otherwise)s.") % {"otherwise": words}
    others = len(then.spoke)
    return ngettext(
        "This rule would not have spoken %(otherwise)s; %(count)d other still would.",
        "This rule would not have spoken %(otherwise)s; %(count)d others still would.",
        others,
    ) % {"otherwise": words, "count": others}


def _together(judgement: Judgement) -> Reason:
    """The points as a reason of their own."""
    words = _("Together %(points)d points; %(holds_at)d hold a comment.")
    reason: Reason = {
        "rule": "points",
        "words": words % {"points": judgement.points, "holds_at": judgement.holds_at},
        "evidence": [],
    }
    if not Judgement(judgement.spoke, judgement.points + 1).holds:
        least = judgement.points + 1
        reason["otherwise"] = _("It would have passed if %(least)d points were asked for.") % {"least": least}
    return reason
