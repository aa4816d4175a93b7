"""The outbox at the desk: what left, what waits, what was given up and why, and the way to try again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import display

from common.nudging import nudge
from notifications.models import Notification
from notifications.resending import resend

STATES: dict[str, tuple[Any, Q]] = {
    "waiting": (_("Waiting"), Q(sent_at=None, dropped_at=None, dead_at=None, attempts=0)),
    "retrying": (_("Tried before"), Q(sent_at=None, dropped_at=None, dead_at=None, attempts__gt=0)),
    "dead": (_("Given up"), Q(dead_at__isnull=False)),
    "sent": (_("Delivered"), Q(sent_at__isnull=False, dropped_at=None)),
    "dropped": (_("Dropped"), Q(dropped_at__isnull=False)),
}


class StateFilter(admin.SimpleListFilter):
    """By what became of it."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(key, label) for key, (label, _condition) in STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Notification]) -> QuerySet[Notification]:
        state = STATES.get(self.value() or "")
        return queryset.filter(state[1]) if state else queryset


@admin.register(Notification)
class NotificationAdmin(ModelAdmin):
    """To be read, not written: rows come from the verbs alone."""

    list_display = ("kind", "recipient", "channel", "state", "attempts", "created_at", "last_error")
    list_filter = (StateFilter, "channel", "kind")
    list_select_related = ("recipient",)
    search_fields = ("recipient__email", "recipient__display_name")
    ordering = ("-id",)
    show_full_result_count = False
    actions = ("send_again",)

    @display(  # type: ignore[untyped-decorator]  # unfold ships no types
        description=_("state"),
        label={
            "waiting": "info",
            "retrying": "warning",
            "dead": "danger",
            "sent": "success",
            "dropped": "",
        },
    )
    def state(self, row: Notification) -> tuple[str, Any]:
        if row.dropped_at:
            key = "dropped"
        elif row.sent_at:
            key = "sent"
        elif row.dead_at:
            key = "dead"
        else:
            key = "retrying" if row.attempts else "waiting"
        return key, STATES[key][0]

    @admin.action(description=_("Send again what was given up"), permissions=["resend"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Notification]) -> None:
        number = resend(queryset.values_list("pk", flat=True))
        nudge()
        words = ngettext("%(number)d message is due again.", "%(number)d messages are due again.", number) % {
            "number": number
        }
        self.message_user(request, words, messages.SUCCESS if number else messages.WARNING)

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notifications.resend_notification")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Notification | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Notification | None = None) -> bool:
        return False
