"""Whether a rule finds what its examples say, and leaves alone what they say: a pure judgement, nothing stored."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.house_rules.searching import BadPattern, search
from articles.models import HouseRule

SECONDS = 0.05  # an example is a line
# What makes a pattern that runs away show itself before it is in force.
STRAIN = ("a" * 5_000 + "!", "word " * 2_000 + "!", "1,234.56 " * 1_000 + "!", " " * 5_000 + "x")


@dataclass(frozen=True, slots=True)
class Example:
    """One line, what the rule should do with it, and what it does."""

    words: str
    should_match: bool
    matches: bool

    @property
    def is_met(self) -> bool:
        return self.should_match == self.matches


@dataclass(frozen=True, slots=True)
class Proof:
    """How the examples came out; ``why_not`` says why the rule must not be put in force (empty: it may)."""

    examples: list[Example]
    why_not: str = ""


def prove(rule: HouseRule) -> Proof:
    """Try the rule on its examples and on texts that are made to strain it."""
    should, should_not = _lines(rule.examples_match), _lines(rule.examples_not)
    try:
        examples = [Example(line, True, _matches(rule, line)) for line in should]
        examples += [Example(line, False, _matches(rule, line)) for line in should_not]
        for text in (*STRAIN, *(line * 200 for line in (*should, *should_not))):
            search(rule.pattern, text, is_expression=rule.is_expression)
    except BadPattern as bad:
        return Proof([], str(bad))
    return Proof(examples, _why_not(examples))


def _why_not(examples: list[Example]) -> str:
    if not any(example.should_match for example in examples):
        return _("Give at least one example in which it must be found.")
    if all(example.should_match for example in examples):
        return _("Give at least one example in which it must not be found.")
    failing = [example for example in examples if not example.is_met]
    if not failing:
        return ""
    words = {"example": failing[0].words[:120]}
    if failing[0].should_match:
        return _("It is not found in the example “%(example)s”.") % words
    return _("It is found in the example “%(example)s”, where it should not be.") % words


def _matches(rule: HouseRule, line: str) -> bool:
    return bool(search(rule.pattern, line, is_expression=rule.is_expression, seconds=SECONDS))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
