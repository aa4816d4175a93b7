"""The baseline that is hard to beat: BM25 with the whole article as the query, over all older reports."""

from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
from scipy.sparse import csr_matrix

from related.offline.documents import Document
from related.telling import rarity

K1, B, HEADLINE = 2.0, 0.75, 3


class WholeArticle:
    """All words but stop words, as stems; the query's words count as often as they stand in it, the headline's thrice."""

    def __init__(self, archive: Sequence[Document]) -> None:
        self.columns: dict[str, int] = {}
        columns, values, ends = [], [], [0]
        for document in archive:
            for stem, count in _counts(document).items():
                columns.append(self.columns.setdefault(f"{document.language} {stem}", len(self.columns)))
                values.append(float(count))
            ends.append(len(columns))
        self.counts = csr_matrix((values, columns, ends), shape=(len(archive), len(self.columns)))
        self.lengths = np.asarray(self.counts.sum(axis=1)).ravel()
        self._drawn: dict[int, tuple[np.ndarray, csr_matrix]] = {}

    def rank(self, at: int, past: int, drawn: int, left_out: Collection[int], limit: int) -> list[int]:
        """The best of the ``past`` oldest for number ``at``, what is telling drawn from the ``drawn`` oldest."""
        telling, table = self._telling(drawn)
        query = self.counts[at].multiply(telling).tocsr()
        scores = np.asarray((table[:past] @ query.T).todense()).ravel()
        scores[[number for number in left_out if number < past]] = -1
        return [int(each) for each in np.argsort(-scores, kind="stable")[:limit] if scores[each] > 0]

    def _telling(self, drawn: int) -> tuple[np.ndarray, csr_matrix]:
        if drawn not in self._drawn:
            seen = np.asarray((self.counts[:drawn] > 0).sum(axis=0)).ravel()
            telling = np.array([rarity(drawn, each) for each in seen])
            usual = float(self.lengths[:drawn].mean()) if drawn else float(self.lengths.mean() or 1)
            discount = K1 * (1 - B + B * self.lengths / max(1.0, usual))
            table = self.counts.copy()
            table.data = table.data * (K1 + 1) / (table.data + np.repeat(discount, np.diff(table.indptr)))
            self._drawn[drawn] = telling, table
        return self._drawn[drawn]


def _counts(document: Document) -> Counter[str]:
    counts = Counter(document.body)
    for stem in document.headline:
        counts[stem] += HEADLINE
    return counts
