"""What publishers are told of trust: proposed, lost, run out."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feeds.models import Trust
from notifications.models import Notification
from notifications.renderers import Message

LABEL = gettext_lazy("Trust in a feed was proposed or lost")


class TrustNotice:
    """About one feed's trust, as it stands when the notice leaves."""

    kind = "feed_trust"

    def render(self, notification: Notification) -> Message | None:
        """The message; None where there is nothing to decide or to know any more."""
        trust = Trust.objects.select_related("feed__source").filter(pk=notification.object_id).first()
        if trust is None or trust.state not in {
            Trust.State.PROPOSED,
            Trust.State.WITHDRAWN,
            Trust.State.NONE,
        }:
            return None
        is_proposed = trust.state == Trust.State.PROPOSED
        if is_proposed:
            title = _("“%(feed)s” could be trusted: publish without review?")
        else:
            title = _("“%(feed)s” is not trusted any more")
        return Message(
            title % {"feed": trust.feed},
            reverse("admin:feeds_trust_change", args=[trust.pk]),
            f"trust-{trust.pk}",
            {"feed": str(trust.feed), "why": trust.why, "is_proposed": is_proposed},
        )
