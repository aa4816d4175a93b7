"""The candidate search over an archive in memory: bounded as the one in the database is, and only into the past."""

from collections import defaultdict
from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from related.asking import CANDIDATES, POSTINGS, asked, postings
from related.blend import Blend
from related.offline.documents import Document
from related.profile import Profile
from related.telling import Telling

Numbers = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]


class Postings:
    """For each term the reports that have it, oldest first."""

    def __init__(self, archive: Sequence[Document], blend: Blend) -> None:
        self.archive = archive
        self.times = np.array([each.profile.published.timestamp() for each in archive])
        found: dict[tuple[str, str], tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        for at, document in enumerate(archive):
            for stem, weight in postings(document.profile, blend).items():
                numbers, weights = found[document.language, stem]
                numbers.append(at)
                weights.append(weight)
        self._of = {term: (np.array(at), np.array(weights)) for term, (at, weights) in found.items()}

    def past(self, document: Document) -> int:
        """How many reports are older."""
        return int(np.searchsorted(self.times, document.profile.published.timestamp()))

    def candidates(self, document: Document, telling: Telling, left_out: Collection[int]) -> list[Profile]:
        """The older reports that share the most telling terms."""
        past = self.past(document)
        scores = np.zeros(past)
        for term in asked(document.profile, telling):
            numbers, weights = self._of.get((document.language, term.stem), (None, None))
            if numbers is not None and weights is not None:
                end = int(np.searchsorted(numbers, past))
                newest = slice(max(0, end - POSTINGS), end)
                scores[numbers[newest]] += term.worth * weights[newest]
        scores[[at for at in left_out if at < past]] = 0
        best = np.argsort(-scores, kind="stable")[:CANDIDATES]
        return [self.archive[at].profile for at in best if scores[at] > 0]
