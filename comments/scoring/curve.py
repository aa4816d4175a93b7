"""How the score grows with the decisions: learned from the first 500, 1,000, 2,000 … and measured on the same later ones."""

from collections.abc import Sequence
from typing import Any

from comments.scoring.decided import Decided
from comments.scoring.identity_terms import terms_of
from comments.scoring.learning import learn
from comments.scoring.measuring import measure
from comments.scoring.training import LATER, LEAST_DECISIONS


def curve(decided: Sequence[Decided], languages: set[str]) -> list[dict[str, Any]]:
    """Each step doubles what is learned from; the last takes all but the later ones. Raises learning.Unavailable."""
    cut = int(len(decided) * (1 - LATER))
    steps, size = [], LEAST_DECISIONS
    while size < cut:
        steps.append(size)
        size *= 2
    terms = terms_of(languages)
    told = []
    for size in dict.fromkeys([*steps, cut]):
        learned_from = decided[:size]
        if len({one.is_refused for one in learned_from}) < 2:
            continue
        facts = measure(learn(learned_from, terms).score, decided[cut:], terms).as_facts()
        told.append({"learned_from": size, **facts})
    return told
