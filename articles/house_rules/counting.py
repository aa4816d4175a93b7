"""How often each rule in force is found: a rule that never speaks, or always, says so on its page."""

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from articles.house_rules.reading import concerns, found_in, words_of
from articles.house_rules.searching import BadPattern
from articles.models import HouseRule, Revision, RuleVersion


def count(text: Revision, now: datetime | None = None) -> None:
    """Count one text that was handed on: two updates at most, whatever the number of rules."""
    rules = list(RuleVersion.objects.filter(retired_at=None))
    if not rules:
        return
    words = words_of(text)
    meant = [rule for rule in rules if concerns(rule, text.article.language, text.article.section_id)]
    hit = [rule.rule_id for rule in meant if _is_found(rule, words)]
    HouseRule.objects.filter(pk__in=[rule.rule_id for rule in meant]).update(looked_at=F("looked_at") + 1)
    HouseRule.objects.filter(pk__in=hit).update(hits=F("hits") + 1, last_hit_at=now or timezone.now())


def _is_found(rule: RuleVersion, words: dict[str, str]) -> bool:
    try:
        return bool(found_in(rule, words))
    except BadPattern:
        return False
