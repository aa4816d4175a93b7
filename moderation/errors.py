"""Why a passage was refused."""

from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from moderation.models import Decision
from moderation.wording import state_label


class Refused(Exception):
    """The door stays shut; ``str()`` of it is fit for the person who knocked."""


class NotAllowed(Refused):
    """The actor's role does not reach so far, or a rule of the workflow forbids it."""


class ReasonRequired(Refused):
    """This decision needs a reason."""


class Conflict(Refused):
    """Somebody decided meanwhile. ``decision`` is the newest one, or None if the text alone was changed."""

    def __init__(self, obj: Any, decision: Decision | None) -> None:
        self.object = obj
        self.decision = decision
        super().__init__(self.words())

    def words(self) -> str:
        """Who decided what, when — or that the text changed."""
        if self.decision is None:
            return _("Somebody changed this meanwhile. Look at the new version and decide again.")
        at = timezone.localtime(self.decision.at)
        today = at.date() == timezone.localdate()
        return _("%(who)s was first: “%(what)s” at %(when)s.") % {
            "who": self.decision.actor_name,
            "what": state_label(self.decision.kind, self.decision.to_state),
            "when": formats.date_format(at, "TIME_FORMAT" if today else "DATETIME_FORMAT"),
        }
