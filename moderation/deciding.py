"""One decision from the queue: the card's verb, for an action that the person was shown."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from moderation import reason_codes
from moderation.errors import Conflict, NotAllowed, ReasonRequired
from moderation.models import Decision, Item
from moderation.queue import Action, card_of
from moderation.recording import latest_on


def decide(
    item: Item, action: str, *, by: User, version: int, reason: str, reason_code: str = ""
) -> Decision:
    """Let the card decide, with the version that the person saw. A lease of somebody else does not hinder it.

    A reason by code brings its own words, before those that were typed.

    Raises moderation.errors.Refused: Conflict also where what was decided meanwhile took the action away.
    """
    card = card_of(item.kind)
    # Closed is closed: what was decided and taken back waits as another item, which this page may not have shown.
    if item.closed_at is not None:
        raise Conflict(item, latest_on(item.kind, item.object_id))
    face = card.faces([item.object_id], by).get(item.object_id)
    offered = _offered(face.actions if face else (), action)
    if offered is None:
        if face is None or face.version != version:
            raise Conflict(item, latest_on(item.kind, item.object_id))
        raise NotAllowed(_("This cannot be decided here by you."))
    if not isinstance(card, reason_codes.Coded) or action not in card.coded:
        _require_reason(offered, reason)
        return card.decide(item.object_id, action, by=by, version=version, reason=reason.strip())
    code, words = _by_code(item.kind, reason_code, reason.strip())
    _require_reason(offered, words)
    return card.decide(item.object_id, action, by=by, version=version, reason=words, reason_code=code)


def _by_code(kind: str, code: str, typed: str) -> tuple[str, str]:
    """The code and the words of the decision."""
    if not code:
        return (reason_codes.OTHER if typed else ""), typed
    chosen = reason_codes.find(kind, code)
    if chosen is None:
        raise ReasonRequired(_("This reason is no longer offered: choose another one."))
    return chosen.code, "\n\n".join(filter(None, [str(chosen.words), typed]))


def _require_reason(action: Action, words: str) -> None:
    if action.needs_reason and not words.strip():
        raise ReasonRequired(_("“%(action)s” needs a reason.") % {"action": action.label})


def _offered(actions: Sequence[Action], name: str) -> Action | None:
    return next((action for action in actions if action.name == name and not action.url), None)
