"""How much each part of the ranking counts: data, so that a change can be measured before it is made.

``manage.py related evaluate --set meaning=0`` measures a change; docs/related.md says how these values were found.
"""

from dataclasses import dataclass, fields, replace
from typing import Self


@dataclass(frozen=True, slots=True)
class Blend:
    """The weights. All are numbers; 0 switches a part off."""

    # Lexical: BM25's saturation and discount of length, over weighted counts; the share of the subject's own terms.
    saturation: float = 2.0
    length_discount: float = 0.75
    # A constant, so that what two articles have in common never changes with the archive.
    usual_length: float = 120.0
    words: float = 1.0
    # How near two texts are in a space of meanings drawn from the archive.
    meaning: float = 0.4
    # What shared tags tell, each by how much those who bear it have in common.
    tags: float = 0.15
    # That editors put both into one running story.
    story: float = 0.2
    # A running story lives for about a fortnight: what is older loses this share, whether by a month or by a year.
    recency: float = 0.25
    story_days: float = 14.0
    story_edge: float = (
        4.0  # how sharply it ends: 1 fades from the first day, 4 holds for a week and is gone in three
    )
    # What each further card of one source is worth.
    source_again: float = 0.9
    # How much of what a card shares with a better one is taken from it.
    sameness: float = 0.0

    @classmethod
    def changed(cls, changes: dict[str, float]) -> Self:
        """The default with some weights changed. Raises KeyError for a name that there is not."""
        known = {each.name for each in fields(cls)}
        if unknown := sorted(set(changes) - known):
            raise KeyError(", ".join(unknown))
        return replace(cls(), **changes)


DEFAULT = Blend()
