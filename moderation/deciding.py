"""One decision from the queue: the card's verb, for an action that the person was shown."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from moderation.errors import Conflict, NotAllowed, ReasonRequired
from moderation.models import Decision, Item
from moderation.queue import Action, card_of
from moderation.recording import latest_on


def decide(item: Item, action: str, *, by: User, version: int, reason: str) -> Decision:
    """Let the card decide, with the version that the person saw. A lease of somebody else does not hinder it.

    Raises moderation.errors.Refused: Conflict also where what was decided meanwhile took the action away.
    """
    card = card_of(item.kind)
    face = card.faces([item.object_id], by).get(item.object_id)
    offered = _offered(face.actions if face else (), action)
    if offered is None:
        if item.closed_at is not None or face is None or face.version != version:
            raise Conflict(item, latest_on(item.kind, item.object_id))
        raise NotAllowed(_("This cannot be decided here by you."))
    if offered.needs_reason and not reason.strip():
        raise ReasonRequired(_("“%(action)s” needs a reason.") % {"action": offered.label})
    return card.decide(item.object_id, action, by=by, version=version, reason=reason.strip())


def _offered(actions: Sequence[Action], name: str) -> Action | None:
    return next((action for action in actions if action.name == name and not action.url), None)
