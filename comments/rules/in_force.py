"""The rules in force, compiled once in each process and anew when others are: their stamp is read with each comment."""

import logging
from dataclasses import dataclass
from uuid import UUID, uuid4

from comments.models import RuleStamp, RuleVersion
from comments.rules.judging import Rule, Rules, rule_of, rules_of
from comments.rules.subject import BadOption

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Kept:
    stamp: UUID | None
    rules: Rules


_kept = _Kept(None, Rules())


def rules_in_force(stamp: UUID | None) -> Rules:
    """The rules under this stamp; no query where the process has them already, one where it has not."""
    global _kept
    kept = _kept
    if stamp is None or kept.stamp != stamp:
        # Another process may change them meanwhile: the next comment brings the newer stamp.
        kept = _kept = _Kept(stamp, rules_of(_compiled()))
    return kept.rules


def renew() -> None:
    """Other rules are in force from this transaction on."""
    changed = RuleStamp.objects.update(stamp=uuid4())
    if not changed:
        RuleStamp.objects.create()


def _compiled() -> list[Rule]:
    versions = RuleVersion.objects.filter(activated_at__isnull=False, retired_at=None).select_related("rule")
    found = []
    for version in versions.order_by("rule__name"):
        try:
            found.append(rule_of(version, version.rule.name))
        except BadOption as bad:  # written by another release; the others must go on
            log.error("rule %s is left out: %s", version, bad)
    return found
