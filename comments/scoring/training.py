"""Training: learn from the older decisions, measure on the newer ones, and take the model into use or refuse it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article
from comments.models import ScoreModel
from comments.rules import in_force
from comments.scoring.decided import Decided, decided_by_people
from comments.scoring.identity_terms import terms_of
from comments.scoring.learning import learn, require
from comments.scoring.measuring import Measures, measure
from comments.scoring.weights import Weights, checksum, from_bytes
from common.words import base_language
from moderation.actors import Deputy
from moderation.transition import transition

LEAST_DECISIONS = 500
LEAST_OF_EACH = 25  # a model that saw hardly any refused text knows nothing of them
LATER = 0.2  # of the decisions, the newest: measured on, never learned from
MOST_GAP = 0.05
DEPUTY = Deputy("score-training@1")


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training came to. ``missing`` decisions where there were too few; else the model, in use or refused."""

    words: str
    decisions: int
    missing: int = 0
    model: ScoreModel | None = None

    @property
    def is_in_use(self) -> bool:
        return self.model is not None and self.model.state == ScoreModel.State.IN_USE


def missing_words(decided: Sequence[Decided]) -> tuple[int, str]:
    """How many decisions are missing, and that in words; 0 and nothing where there are enough."""
    short = LEAST_DECISIONS - len(decided)
    if short > 0:
        words = ngettext(
            "The score stays off: %(count)d more decision of people is needed (there are %(number)d of %(least)d).",
            "The score stays off: %(count)d more decisions of people are needed (there are %(number)d of %(least)d).",
            short,
        )
        return short, words % {"count": short, "number": len(decided), "least": LEAST_DECISIONS}
    refused = sum(one.is_refused for one in decided)
    short = LEAST_OF_EACH - min(refused, len(decided) - refused)
    if short > 0:
        words = _(
            "The score stays off: of approvals and of refusals at least %(least)d each are needed (%(count)d are missing)."
        )
        return short, words % {"least": LEAST_OF_EACH, "count": short}
    return 0, ""


def train(decided: Sequence[Decided] | None = None, now: datetime | None = None) -> Trained:
    """Learn, measure, decide. Raises learning.Unavailable where scikit-learn is not installed."""
    decided = decided_by_people() if decided is None else decided
    missing, words = missing_words(decided)
    if missing:
        return Trained(words, len(decided), missing)
    require()
    cut = int(len(decided) * (1 - LATER))
    return consider(
        learn(decided[:cut], terms_of(_languages())), decided[:cut], decided[cut:], now or timezone.now()
    )


@transaction.atomic
def consider(weights: Weights, seen: Sequence[Decided], later: Sequence[Decided], now: datetime) -> Trained:
    """Measure the model on later decisions, beside the one in use; store it, and what was decided of it."""
    current = ScoreModel.objects.select_for_update().filter(state=ScoreModel.State.IN_USE).first()
    measures = measure(weights.score, later, terms_of(_languages()))
    until = seen[-1].at or now
    why_not = _why_not(measures, weights, current, later)
    stored = weights.to_bytes()
    model = ScoreModel.objects.create(
        number=(ScoreModel.objects.aggregate(highest=Max("number"))["highest"] or 0) + 1,
        trained_at=now,
        trained_until=until,
        decisions=len(seen),
        measures=measures.as_facts(),
        why_not=why_not,
        weights=stored,
        checksum=checksum(stored),
    )
    if why_not:
        transition(model, "refuse", by=DEPUTY, version=model.version, reason=why_not, now=now)
        return Trained(_("Refused: %(why)s") % {"why": why_not}, len(seen) + len(later), model=model)
    if current is not None:
        transition(current, "replace", by=DEPUTY, version=current.version, now=now)
    words = _("In use: average precision %(precision).3f on %(count)d later decisions.") % {
        "precision": measures.average_precision,
        "count": measures.decisions,
    }
    transition(model, "use", by=DEPUTY, version=model.version, reason=words, now=now)
    in_force.renew()
    return Trained(words, len(seen) + len(later), model=model)


def _why_not(
    measures: Measures, weights: Weights, current: ScoreModel | None, later: Sequence[Decided]
) -> str:
    """Why it must not be used, in words; empty where it may."""
    if measures.auc <= 0.5:
        return _("it is no better than chance on later decisions.")
    if current is not None and (worse := _worse(weights, current, later)):
        return worse
    if measures.identity_gap > MOST_GAP:
        return _(
            "it treats texts otherwise that name a group of people: the AUC changes by %(gap).3f (%(most).2f may be), most with "
            "“%(term)s”."
        ) % {"gap": measures.identity_gap, "most": MOST_GAP, "term": measures.worst_term}
    return ""


def _worse(weights: Weights, current: ScoreModel, later: Sequence[Decided]) -> str:
    """Why the model in use is the better one; empty where it is not."""
    # Only what neither of them has learned from is fair to both.
    unseen = [one for one in later if one.at is None or one.at > current.trained_until]
    if not any(one.is_refused for one in unseen):
        return ""
    old = measure(from_bytes(bytes(current.weights), current.checksum).score, unseen).average_precision
    new = measure(weights.score, unseen).average_precision
    if new < old:
        return _(
            "it is worse than the model in use: average precision %(new).3f instead of %(old).3f on the same %(count)d "
            "decisions."
        ) % {"new": new, "old": old, "count": len(unseen)}
    return ""


def _languages() -> set[str]:
    """Those in which the house publishes."""
    named = Article.objects.order_by().values_list("language", flat=True).distinct()[:50]
    return {base_language(language) for language in named}
