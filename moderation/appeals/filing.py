"""Filing an appeal: whether one can, until when, and letting it wait for a person who has not decided on the matter."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from accounts.models import User
from moderation import queue
from moderation.appeals import telling
from moderation.appeals.appealables import Appealable, Notice, appealable_of
from moderation.errors import NotAllowed, Refused
from moderation.models import Appeal, Decision
from moderation.models.appeal import WINDOW

LEAST_WORDS = 10  # characters; less gives another moderator nothing to go by
PRIORITY = 5  # somebody is restricted meanwhile
Side = Appeal.Side


class AppealedBefore(Refused):
    """There is one already; ``appeal`` is it."""

    def __init__(self, appeal: Appeal) -> None:
        self.appeal = appeal
        super().__init__(_("You have appealed against this decision already. One appeal is decided on once."))


class TooLate(Refused):
    """The six months are over."""


def until(decision: Decision) -> datetime:
    """The last instant at which one can appeal."""
    return decision.at + WINDOW


def known(decision: Decision, notice_id: int | None = None) -> Appeal | None:
    """The appeal that was filed against the decision: of the affected person, or about this report."""
    appeals = Appeal.objects.filter(decision=decision)
    if notice_id is None:
        return appeals.filter(side=Side.AFFECTED).first()
    return appeals.filter(side=Side.NOTIFIER, notice_id=notice_id).first()


def file(
    decision: Decision,
    words: str,
    *,
    by: User | None,
    notice: Notice | None = None,
    now: datetime | None = None,
) -> Appeal:
    """Object to a decision: as the person whom it restricts, or, with ``notice``, as who sent that report.

    Raises NotAllowed (nobody's to appeal, or no longer in effect), TooLate, AppealedBefore, Refused (says too little).
    """
    now = now or timezone.now()
    words = words.replace("\0", "").strip()
    if len(words) < LEAST_WORDS:
        raise Refused(_("Say why the decision is wrong, so that somebody else can judge it."))
    appealable = _of(decision, by, notice)
    if now > until(decision):
        raise TooLate(
            _("Six months have passed since this decision. It can no longer be appealed against here.")
        )
    try:
        return _file(appealable, decision, words, by, notice, now)
    except IntegrityError:  # the same form at the same moment, which was first
        if before := known(decision, notice.pk if notice else None):
            raise AppealedBefore(before) from None
        raise


@transaction.atomic
def _file(
    appealable: Appealable,
    decision: Decision,
    words: str,
    by: User | None,
    notice: Notice | None,
    now: datetime,
) -> Appeal:
    appealable.lock(decision.object_id)
    if before := known(decision, notice.pk if notice else None):
        raise AppealedBefore(before)
    if not appealable.stands(decision):
        raise NotAllowed(_("This decision no longer stands, so there is nothing left to appeal against."))
    section = appealable.section_of(decision.object_id)
    appeal = Appeal.objects.create(
        decision=decision,
        kind=decision.kind,
        object_id=decision.object_id,
        section=section,
        side=Side.NOTIFIER if notice else Side.AFFECTED,
        appellant=by,
        notice_id=notice.pk if notice else None,
        email=notice.email if notice and by is None else "",
        language=get_language() or "",
        words=words,
        created_at=now,
    )
    queue.enqueue(appeal, reasons=[_reason(appeal)], priority=PRIORITY, section=section)
    telling.tell_received(appeal)
    return appeal


def _of(decision: Decision, by: User | None, notice: Notice | None) -> Appealable:
    found = appealable_of(decision.kind)
    is_dismissed = found is not None and decision.name in found.dismisses
    if found and is_dismissed and notice and notice.reporter == by and (by or notice.email):
        return found
    if found is not None and notice is None and by is not None and decision.name in found.restricts:
        statement = found.statements([decision]).get(decision.pk)
        if statement is not None and statement.person == by:
            return found
    raise NotAllowed(_("Only whom a decision concerns can appeal against it."))


def _reason(appeal: Appeal) -> dict[str, str]:
    with override(settings.LANGUAGE_CODE):
        words = (
            _("Somebody whose report was not upheld appeals.")
            if appeal.side == Side.NOTIFIER
            else _("The person whom the decision restricts appeals.")
        )
    return {"rule": "appeal", "words": words}
