"""The notice that a webhook was paused."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.models import Endpoint, Notification
from notifications.renderers import Message

LABEL = gettext_lazy("A webhook is paused")


class PausedNotice:
    """An endpoint does not answer any more. Untrue once somebody resumed it."""

    kind = "webhook_paused"

    def render(self, notification: Notification) -> Message | None:
        """The message, or None where it goes on."""
        endpoint = Endpoint.objects.filter(pk=notification.object_id, paused_at__isnull=False).first()
        if endpoint is None or endpoint.paused_because == Endpoint.Pause.PERSON:
            return None
        return Message(
            _("Webhook paused: “%(name)s”") % {"name": endpoint.name},
            reverse("admin:notifications_endpoint_change", args=[endpoint.pk]),
            f"webhook-{endpoint.pk}",
            {
                "name": endpoint.name,
                "why": str(endpoint.get_paused_because_display()),
                "answer": endpoint.last_answer,
                "waiting": endpoint.deliveries.filter(sent_at=None, dropped_at=None, dead_at=None).count(),
            },
        )
