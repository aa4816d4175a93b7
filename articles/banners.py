"""What must be seen before all else about an article: said by higher rooms (the wire withdrew its report)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Banner:
    """One sentence above an article's page, ``short`` beside its headline in lists. ``is_alarm``: act now."""

    words: str
    short: str = ""
    url: str = ""
    link_words: str = ""
    is_alarm: bool = True


class Crier(Protocol):
    """Knows something of articles that the desk must see."""

    def banners(self, article_ids: Sequence[int]) -> Mapping[int, Sequence[Banner]]:
        """By article, in a fixed number of queries."""


_criers: list[Crier] = []


def register(crier: Crier) -> None:
    """Make a crier known; called from ``AppConfig.ready``."""
    if crier not in _criers:
        _criers.append(crier)


def banners_of(article_ids: Iterable[int]) -> dict[int, list[Banner]]:
    """Every banner of these articles, alarms first."""
    ids = list(article_ids)
    found: dict[int, list[Banner]] = defaultdict(list)
    for crier in _criers:
        for article_id, banners in crier.banners(ids).items():
            found[article_id] += banners
    return {pk: sorted(banners, key=lambda banner: not banner.is_alarm) for pk, banners in found.items()}
