"""The model in use, read once in each process and anew when another is: it is read under the stamp of the rules in force."""

import logging
from dataclasses import dataclass
from uuid import UUID

from comments.models import RuleStamp, ScoreModel
from comments.scoring.weights import Damaged, Weights, from_bytes

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Kept:
    stamp: UUID | None
    weights: Weights | None


_kept = _Kept(None, None)


def score_under(stamp: UUID | None, text: str) -> float | None:
    """The score of a text, 0 to 1; None while no model is in use. No query where the process has it already."""
    global _kept
    kept = _kept
    if stamp is None or kept.stamp != stamp:
        kept = _kept = _Kept(stamp, _in_use())
    return kept.weights.score(text) if kept.weights else None


def score_now(text: str) -> float | None:
    """The same where the stamp is not known: one query more."""
    return score_under(RuleStamp.objects.order_by("pk").values_list("stamp", flat=True).first(), text)


def _in_use() -> Weights | None:
    model = ScoreModel.objects.filter(state=ScoreModel.State.IN_USE).first()
    if model is None:
        return None
    try:
        return from_bytes(bytes(model.weights), model.checksum)
    except Damaged as damaged:  # comments go on without a score
        log.error("score model %s: %s", model.number, damaged)
        return None
