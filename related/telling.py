"""How telling words and tags are, and how words hang together: drawn from an archive once in a while, then fixed. Pure.

While it is fixed, what two articles have in common depends on nothing but the two: lists that grew article by article
are those that would be made anew.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from related.profile import Profile

Matrix = npt.NDArray[np.float32]


def rarity(documents: int, frequency: float) -> float:
    """BM25's weight of a word that stands in ``frequency`` of ``documents``; never below 0."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


@dataclass(frozen=True)
class Telling:
    """Drawn from ``documents`` articles. Without any, all words are alike and there is no meaning beside them."""

    documents: int = 0
    idf: Mapping[str, float] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)  # word → its row in the basis
    basis: Matrix = field(default_factory=lambda: np.zeros((0, 1), np.float32))
    tags: Mapping[str, float] = field(default_factory=dict)

    def of(self, word: str) -> float:
        """How telling a word is; one that was never seen is most telling."""
        return self.idf.get(word, self.unseen)

    def of_tag(self, tag: str) -> float:
        """How much a tag tells; before anything was drawn each is taken at its word."""
        return self.tags.get(tag, 0.0) if self.documents else 1.0

    @property
    def unseen(self) -> float:
        """What a word is worth that the archive did not hold."""
        return rarity(self.documents, 0)

    def vectors(self, profiles: Sequence[Profile]) -> Matrix:
        """A row of length 1 for each article: where it stands in the space of meanings; 0 where nothing is known."""
        at, count, owner = [], [], []
        for number, profile in enumerate(profiles):
            for stem, weight in zip(profile.terms.stems, profile.terms.counts, strict=True):
                if (row := self.rows.get(stem)) is not None:
                    at.append(row)
                    count.append(weight)
                    owner.append(number)
        found = np.zeros((len(profiles), self.basis.shape[1]), np.float32)
        if at:
            starts = np.flatnonzero(np.diff(owner, prepend=-1))
            spread = self.basis[at] * np.log1p(np.asarray(count, np.float32))[:, None]
            found[np.asarray(owner)[starts]] = np.add.reduceat(spread, starts, axis=0)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return (found / np.maximum(lengths, 1e-9)).astype(np.float32, copy=False)
