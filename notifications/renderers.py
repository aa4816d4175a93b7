"""What a notification says: rendered when it leaves or is looked at, never stored, so that it is true by then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from notifications.models import Notification


@dataclass(frozen=True, slots=True)
class Message:
    """One message in words. ``path`` leads to what it is about; ``thread`` groups mails about the same thing.

    ``context`` goes to ``templates/emails/<kind>-{subject.txt,body.txt,body.html}`` beside title, url and recipient.
    """

    title: str
    path: str
    thread: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)


class Renderer(Protocol):
    """Says one kind of notification."""

    kind: str

    def render(self, notification: Notification) -> Message | None:
        """The message in the active language, or None where it is no longer true and nobody should be told."""


_renderers: dict[str, Renderer] = {}


def register(renderer: Renderer) -> None:
    """Make a kind known; called from ``AppConfig.ready``."""
    _renderers[renderer.kind] = renderer


def renderer_of(kind: str) -> Renderer | None:
    """The kind's renderer; None for a kind that this version does not know."""
    return _renderers.get(kind)


def all_kinds() -> list[str]:
    """Every kind that can be told."""
    return sorted(_renderers)
