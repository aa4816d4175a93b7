"""Parts of an article's editing page that higher rooms fill: where a report came from, what stands beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from accounts.models import User
from articles.models import Article


@dataclass(frozen=True, slots=True)
class Panel:
    """One part beneath a heading; the template is given ``context``."""

    name: str  # its anchor
    heading: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


class Filler(Protocol):
    """Fills one part of the page."""

    def panel(self, article: Article, person: User) -> Panel | None:
        """The part as this person may see it; None where there is nothing to show."""


_fillers: list[Filler] = []


def register(filler: Filler) -> None:
    """Make a filler known; called from ``AppConfig.ready``."""
    if filler not in _fillers:
        _fillers.append(filler)


def panels_for(article: Article, person: User) -> list[Panel]:
    """Every part that has something to show."""
    found = (filler.panel(article, person) for filler in _fillers)
    return [panel for panel in found if panel is not None]
