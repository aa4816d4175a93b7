"""The notifications app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from common import doctor, nudging
from common import personal as holdings


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        """Register the sweep and the outbox's health."""
        from notifications import personal, renderers, state
        from notifications.webhooks.notices import LABEL, PausedNotice

        holdings.register(personal.Notices())
        holdings.register(personal.Letters())
        nudging.register("notifications.tasks.deliver_due")
        nudging.register("notifications.tasks.deliver_webhooks")
        renderers.register(PausedNotice(), label=LABEL, is_staff=True)
        doctor.register(doctor.Check("outbox", state.outbox))
