"""Learning from decisions, with scikit-learn where it is installed. A model is a linear one: it can be measured and stored
as numbers, and it never needs the library again."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.util import find_spec

from django.utils.translation import gettext as _

from comments.scoring.decided import Decided
from comments.scoring.features import SIZE, features
from comments.scoring.weights import Weights

COPIES, STRIDE = 12, 37  # of each term and outcome, spread over the decisions
STRENGTH = 10.0  # how far the weights may go to fit what was decided


class Unavailable(Exception):
    """scikit-learn is not installed; ``str()`` says how it is."""


def require() -> None:
    """Raises Unavailable."""
    if find_spec("sklearn") is None:
        raise Unavailable(
            _("Training needs scikit-learn. Install it beside Newsroom: pip install “newsroom[score]”.")
        )


def learn(decided: Sequence[Decided], terms: Sequence[str] = ()) -> Weights:
    """What these decisions teach. Each of ``terms`` is shown in as many approved as refused texts, so that a chance of few
    decisions is not taken for a reason. Raises Unavailable."""
    require()
    decided = [*decided, *_with_terms(decided, terms)]
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    rows: list[int] = [0]
    places: list[int] = []
    values: list[float] = []
    for one in decided:
        found = features(one.text)
        places += found.keys()
        values += found.values()
        rows.append(len(places))
    matrix = csr_matrix((values, places, rows), shape=(len(decided), SIZE))
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear", random_state=0)
    model.fit(matrix, [one.is_refused for one in decided])
    return Weights(array("f", model.coef_[0].tolist()), float(model.intercept_[0]))


def _with_terms(decided: Sequence[Decided], terms: Sequence[str]) -> Iterator[Decided]:
    """Copies of decided texts with one of the terms, of both outcomes; which ones depends on nothing but their order."""
    refused = [one for one in decided if one.is_refused]
    approved = [one for one in decided if not one.is_refused]
    for number, term in enumerate(terms):
        for outcome in (refused, approved):
            for copy in range(COPIES if refused and approved else 0):
                one = outcome[(number * COPIES + copy) * STRIDE % len(outcome)]
                yield replace(one, text=f"{one.text} {term}")
