"""Taking a decision back: for some seconds, by who made it. Until then nobody is told of it."""

from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from moderation.errors import NotAllowed
from moderation.models import Decision, Item
from moderation.queue import card_of


@runtime_checkable
class Undoing(Protocol):
    """A card whose decisions can be taken back; ``undoes`` names them."""

    undoes: frozenset[str]

    def undo(self, object_id: int, *, by: User, version: int) -> Decision:
        """Let the object wait again. Raises moderation.errors.Refused."""


def window() -> timedelta:
    """How long a decision can be taken back, and how long notices of it wait."""
    return timedelta(seconds=settings.UNDO_SECONDS)


def undo_until(item: Item, user: User) -> datetime | None:
    """Until when this person can take back the decision that closed the item; None where they never can."""
    decision, card = item.decision, card_of(item.kind)
    if decision is None or decision.by_id != user.pk or not isinstance(card, Undoing):
        return None
    return decision.at + window() if decision.name in card.undoes else None


def undo(item: Item, *, by: User, now: datetime | None = None) -> Decision:
    """Take back the decision that closed the item: its object waits again, and nobody hears of either.

    Raises NotAllowed (another's decision, one of a kind that stands, too late), Conflict (decided again meanwhile).
    """
    until, card = undo_until(item, by), card_of(item.kind)
    if until is None or item.decision is None or not isinstance(card, Undoing):
        raise NotAllowed(_("Only who decided can take it back, and not every decision can be."))
    if (now or timezone.now()) >= until:
        raise NotAllowed(
            _("It is too late to take it back: those concerned are being told. Decide anew on its own page.")
        )
    return card.undo(item.object_id, by=by, version=item.decision.object_version + 1)
