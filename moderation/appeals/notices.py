"""What is said of an appeal: rendered when it leaves, and only while it is true."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.appeals import telling
from moderation.appeals.appealables import appealable_of, statement_of
from moderation.models import Appeal
from moderation.recording import latest_decision
from moderation.wording import reason_of
from notifications.models import Notification
from notifications.renderers import Message


def path_of(appeal: Appeal) -> str:
    """Where whoever filed it reads how it stands."""
    if appeal.side == Appeal.Side.AFFECTED:
        return reverse("redress:statement", args=[appeal.decision_id])
    found = appealable_of(appeal.kind)
    notice = found.notices([appeal]).get(appeal.notice_id or 0) if found else None
    return notice.path if notice else "/"


def _told(notification: Notification) -> Appeal | None:
    appeals = Appeal.objects.select_related("decision__by", "decision__evidence", "appellant")
    return appeals.filter(pk=notification.object_id).first()


def _message(appeal: Appeal, title: str, **context: object) -> Message:
    statement = statement_of(appeal.decision)
    facts = {"subject": statement.subject if statement else "", "side": appeal.side, **context}
    return Message(title=title, path=path_of(appeal), thread=f"decision-{appeal.decision_id}", context=facts)


class Received:
    """It came."""

    kind = telling.RECEIVED

    def render(self, notification: Notification) -> Message | None:
        appeal = _told(notification)
        return _message(appeal, _("Your appeal has arrived")) if appeal and appeal.is_open else None


class Outcome:
    """What became of it, and why."""

    kind = telling.OUTCOME

    def render(self, notification: Notification) -> Message | None:
        appeal = _told(notification)
        if appeal is None or appeal.is_open:
            return None
        titles = {
            Appeal.State.GRANTED: _("Your appeal was granted"),
            Appeal.State.REFUSED: _("Your appeal was refused"),
            Appeal.State.LAPSED: _("Your appeal is settled: the decision no longer stands"),
        }
        newest = latest_decision(appeal)
        reason = reason_of(newest) if newest else ""
        state = Appeal.State(appeal.state)
        return _message(appeal, str(titles[state]), state=state.value, reason=reason)


LABELS = {
    Received.kind: gettext_lazy("My appeal has arrived"),
    Outcome.kind: gettext_lazy("What became of my appeal"),
}
