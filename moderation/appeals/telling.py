"""Who is told of an appeal: whoever filed it, that it came and what became of it."""

from moderation.models import Appeal
from notifications import letters
from notifications.outbox import tell

RECEIVED, OUTCOME = "appeal_received", "appeal_outcome"


def tell_received(appeal: Appeal) -> None:
    """The confirmation that it came."""
    _tell(appeal, RECEIVED)


def tell_outcome(appeal: Appeal) -> None:
    """What became of it. An appeal is decided once: there is nothing to wait for."""
    _tell(appeal, OUTCOME)


def _tell(appeal: Appeal, kind: str) -> None:
    event = f"{kind}:{appeal.pk}"
    if appeal.appellant is not None:
        tell([appeal.appellant], kind, event=event, object_id=appeal.pk)
    elif appeal.email:
        letters.tell(appeal.email, kind, event=event, object_id=appeal.pk, language=appeal.language)
