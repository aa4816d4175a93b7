"""How an appeal waits in the queue: both sides, and the buttons for who has not decided on the matter before."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from moderation.appeals import deciding
from moderation.appeals.appealables import Notice, appealable_of
from moderation.appeals.statements import Statement
from moderation.appeals.workflow import DECIDE, why_not
from moderation.errors import NotAllowed
from moderation.models import Appeal, Decision
from moderation.queue import Action, Face
from moderation.workflow import Words


@dataclass(frozen=True)
class Sheet:
    """One appeal as its card prints it. ``why_not`` is why the viewer must not decide."""

    appeal: Appeal
    statement: Statement
    notice: Notice | None
    why_not: str


class AppealCard:
    """The queue's card of appeals."""

    kind = "moderation.appeal"
    label: Words = gettext_lazy("Appeal")
    template = "moderation/appeals/card.html"

    def faces(self, object_ids: Sequence[int], user: User) -> dict[int, Face]:
        """The appeals with decision, statement and report, and whether the viewer may decide."""
        appeals = list(
            Appeal.objects.filter(pk__in=object_ids).select_related(
                "decision__by", "decision__evidence", "appellant"
            )
        )
        by_kind: dict[str, list[Appeal]] = defaultdict(list)
        for appeal in appeals:
            by_kind[appeal.kind].append(appeal)
        faces: dict[int, Face] = {}
        for kind, some in by_kind.items():
            found = appealable_of(kind)
            if found is None:
                continue
            statements = found.statements([appeal.decision for appeal in some])
            notices = found.notices([appeal for appeal in some if appeal.notice_id])
            for appeal in some:
                if statement := statements.get(appeal.decision_id):
                    faces[appeal.pk] = _face(appeal, statement, notices.get(appeal.notice_id or 0), user)
        return faces

    def decide(self, object_id: int, action: str, *, by: User, version: int, reason: str) -> Decision:
        """Call the verb. Raises moderation.errors.Refused, Appeal.DoesNotExist."""
        appeal = Appeal.objects.select_related("decision", "appellant").get(pk=object_id)
        if action == "grant":
            return deciding.grant(appeal, by=by, version=version, reason=reason)
        if action == "refuse":
            return deciding.refuse(appeal, by=by, version=version, reason=reason)
        raise NotAllowed(_("“%(action)s” is nothing that can be done here.") % {"action": action})


def _face(appeal: Appeal, statement: Statement, notice: Notice | None, user: User) -> Face:
    words = why_not(appeal, user)
    is_notifier = appeal.side == Appeal.Side.NOTIFIER
    actions = []
    if appeal.is_open and not words and user.has_perm(DECIDE, appeal):
        # Whoever takes something out because of it owes its author a reason.
        actions = [
            Action("grant", _("Grant"), key="a", needs_reason=is_notifier, kind="primary"),
            Action("refuse", _("Refuse"), key="r", needs_reason=True, kind="danger"),
        ]
    return Face(
        title=_("Appeal: %(subject)s") % {"subject": statement.desk_title or statement.subject},
        version=appeal.version,
        url=statement.url,
        context={"sheet": Sheet(appeal, statement, notice, words)},
        actions=actions,
    )
