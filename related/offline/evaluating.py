"""Our ranking beside the baseline on the same judged queries, each knowing only what was known when it was published."""

from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from related.blend import DEFAULT, Blend
from related.drawing import draw
from related.offline.baseline import WholeArticle
from related.offline.documents import Document, Query
from related.offline.measures import MEASURES, interval, ratio
from related.offline.searching import Postings
from related.ranking import Ranking, rank
from related.telling import Telling

RANKED = 20  # reports of a list
# Fewer reports than these tell nothing: until a set has as many, what is telling is drawn from what is older than the day.
LEAST_DRAWN = 100


@dataclass
class Archive:
    """A set of reports, with what may be known at any time of it."""

    documents: Sequence[Document]
    blend: Blend = DEFAULT
    numbers: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = {document.key: at for at, document in enumerate(self.documents)}
        self._postings = Postings(self.documents, self.blend)
        self._told: dict[tuple[int, str], Telling] = {}

    def rank(self, key: str, copies: Iterable[str] = ()) -> list[str]:
        """The related older reports, best first, as the desk would store them. Raises KeyError."""
        return [self.documents[match.neighbour.id].key for match in self.ranking(key, copies).matches][
            :RANKED
        ]

    def ranking(self, key: str, copies: Iterable[str] = ()) -> Ranking:
        """The same with all that is known of each. Raises KeyError."""
        document = self.documents[self.numbers[key]]
        telling = self._telling(self.drawn(document), document.language)
        found = self._postings.candidates(document, telling, self.left_out(key, copies))
        return rank(document.profile, found, telling, self.blend)

    def with_blend(self, blend: Blend) -> "Archive":
        """The same reports under other weights; what was drawn from them is the same."""
        other = copy(self)
        other.blend = blend
        return other

    def drawn(self, document: Document) -> int:
        """How many of the oldest may tell what is telling: those older than the month in which it was published."""
        at = document.profile.published
        month = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        older = int(np.searchsorted(self._postings.times, month.timestamp()))
        if older >= LEAST_DRAWN:
            return older
        day = at.replace(hour=0, minute=0, second=0, microsecond=0)
        return int(np.searchsorted(self._postings.times, day.timestamp()))

    def past(self, document: Document) -> int:
        """How many are older."""
        return self._postings.past(document)

    def left_out(self, key: str, copies: Iterable[str]) -> list[int]:
        """The numbers of the copies, and its own."""
        return [self.numbers[each] for each in (key, *copies) if each in self.numbers]

    def _telling(self, drawn: int, language: str) -> Telling:
        if (drawn, language) not in self._told:
            older = [each.profile for each in self.documents[:drawn] if each.language == language]
            self._told[drawn, language] = draw(older)
        return self._told[drawn, language]


def evaluate(archive: Archive, queries: Sequence[Query]) -> dict[str, Any]:
    """For each kind of judgement: how many queries, both ways' measures with 95 % intervals, and their paired ratios."""
    known = [query for query in queries if query.key in archive.numbers]
    ours = ranked_by(archive, known)
    theirs = baseline(archive, known)
    result: dict[str, Any] = {"queries": len(known), "unknown": len(queries) - len(known)}
    for kind in dict.fromkeys(kind for query in known for kind in query.judged):
        judged = [query for query in known if kind in query.judged]
        result[kind] = compared(judged, kind, ours, theirs)
    return result


def ranked_by(archive: Archive, queries: Collection[Query]) -> dict[str, list[str]]:
    """Our list for each query."""
    return {query.key: archive.rank(query.key, query.copies) for query in queries}


def baseline(archive: Archive, queries: Collection[Query]) -> dict[str, list[str]]:
    """The baseline's list for each query."""
    whole = WholeArticle(archive.documents)
    found = {}
    for query in queries:
        at = archive.numbers[query.key]
        document = archive.documents[at]
        left_out = archive.left_out(query.key, query.copies)
        best = whole.rank(at, archive.past(document), archive.drawn(document), left_out, RANKED)
        found[query.key] = [archive.documents[each].key for each in best]
    return found


def compared(
    queries: Sequence[Query], kind: str, ours: dict[str, list[str]], theirs: dict[str, list[str]]
) -> dict[str, Any]:
    """The measures of both ways on the same queries."""
    found: dict[str, Any] = {"queries": len(queries)}
    for name, measure in MEASURES.items():
        mine, base = (
            np.array([measure(ranked[query.key], query.judged[kind]) for query in queries])
            for ranked in (ours, theirs)
        )
        times, low, high = ratio(mine, base)
        found[name] = {
            "ours": round(float(mine.mean()), 4),
            "ours_interval": [round(each, 4) for each in interval(mine)],
            "bm25": round(float(base.mean()), 4),
            "bm25_interval": [round(each, 4) for each in interval(base)],
            "ratio": round(times, 4),
            "ratio_interval": [round(low, 4), round(high, 4)],
        }
    return found
