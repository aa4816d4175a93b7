"""What a notification says: rendered when it leaves or is looked at, never stored, so that it is true by then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from notifications.models import Lane, Notification

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


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


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind is named on the page of preferences, and how it is told.

    Only staff meets those of ``is_staff``. What ``is_urgent`` comes in quiet hours too. Mails of a kind that
    ``collapses`` wait so long for others on the same matter, and leave as one.
    """

    name: str
    label: "StrOrPromise"
    is_staff: bool
    is_urgent: bool = False
    collapses: timedelta = timedelta(0)
    lane: int = Lane.PEOPLE


_renderers: dict[str, Renderer] = {}
_kinds: dict[str, Kind] = {}


def register(
    renderer: Renderer,
    *,
    label: "StrOrPromise" = "",
    is_staff: bool = False,
    is_urgent: bool = False,
    collapses: timedelta = timedelta(0),
    is_for_many: bool = False,
) -> None:
    """Make a kind known; called from ``AppConfig.ready``. ``label`` names it to the person who turns it on or off."""
    name = renderer.kind
    lane = Lane.MANY if is_for_many else Lane.DESK if is_staff else Lane.PEOPLE
    words = label or name.replace("_", " ").capitalize()
    _renderers[name] = renderer
    _kinds[name] = Kind(name, words, is_staff, is_urgent, collapses, lane)


def renderer_of(kind: str) -> Renderer | None:
    """The kind's renderer; None for a kind that this version does not know."""
    return _renderers.get(kind)


def kind_of(name: str) -> Kind:
    """How the kind is named; one that this version does not know by its bare name."""
    return _kinds.get(name) or Kind(name, name, is_staff=True)


def all_kinds() -> list[str]:
    """Every kind that can be told."""
    return sorted(_renderers)
