"""Comments that wait too long for somebody: whoever decides on comments is told, once an hour."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from accounts.backends import people_with
from comments.models import Comment
from moderation.models import Item
from notifications.models import Notification
from notifications.outbox import tell
from notifications.renderers import Message

KIND = "comments_waiting"
LABEL = gettext_lazy("Comments have waited too long")
TOO_LONG = timedelta(hours=2)
APPROVE = "comments.approve_comment"


def tell_of_them(now: datetime | None = None) -> int:
    """Write the notice of this hour where there is cause; returns how many comments wait too long."""
    now = now or timezone.now()
    number = _waiting(now)
    if number:
        event = f"comments-waiting:{now:%Y-%m-%dT%H}"
        tell(people_with(APPROVE), KIND, event=event, object_id=number, now=now)
    return number


class WaitingNotice:
    """Untrue once the queue is worked off."""

    kind = KIND

    def render(self, notification: Notification) -> Message | None:
        """The message, with how many there are now."""
        number = _waiting(timezone.now())
        if not number:
            return None
        title = ngettext(
            "%(number)d comment has waited for more than two hours",
            "%(number)d comments have waited for more than two hours",
            number,
        )
        path = reverse("moderation:queue") + f"?kind={Comment._meta.label_lower}"
        return Message(title % {"number": number}, path, "comments-waiting", {"number": number})


def _waiting(now: datetime) -> int:
    waiting = Item.objects.filter(kind=Comment._meta.label_lower, closed_at=None)
    return waiting.filter(created_at__lt=now - TOO_LONG).count()
