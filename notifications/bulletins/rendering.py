"""What a bulletin says: rendered when each copy leaves, so that nothing is in it that has been removed by then."""

from typing import Protocol

from notifications.models import Bulletin
from notifications.renderers import Message


class Renderer(Protocol):
    """Says one kind of bulletin."""

    kind: str

    def render(self, bulletin: Bulletin) -> Message | None:
        """The message in the active language, or None where it is no longer true and nobody should get it."""


_renderers: dict[str, Renderer] = {}


def register(renderer: Renderer) -> None:
    """Make a kind known; called from ``AppConfig.ready``."""
    _renderers[renderer.kind] = renderer


def renderer_of(kind: str) -> Renderer | None:
    """The kind's renderer; None for a kind that this version does not know."""
    return _renderers.get(kind)
