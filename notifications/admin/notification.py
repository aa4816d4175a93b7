"""The outbox at the desk: what left, what waits, what was given up and why, and the way to try again."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import display

from accounts.people import person_of
from common.nudging import nudge
from notifications import previewing
from notifications.models import Notification
from notifications.resending import resend
from notifications.state import QUEUES, all_states

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

    list_display = ("kind", "recipient", "channel", "state", "attempts", "created_at", "leaves", "last_error")
    list_filter = (StateFilter, "channel", "lane", "kind")
    list_before_template = "notifications/outbox_state.html"
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

    @admin.display(description=_("leaves"), ordering="next_attempt_at")
    def leaves(self, row: Notification) -> Any:
        """When it is tried next, while it waits."""
        is_settled = row.sent_at or row.dropped_at or row.dead_at
        return None if is_settled else row.next_attempt_at

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With how each queue is."""
        states = all_states()
        queues = [(QUEUES[name][0], found) for name, found in states.items()]
        answer: HttpResponse = super().changelist_view(request, {"queues": queues, **(extra_context or {})})
        return answer

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview)
        urls: list[URLPattern] = super().get_urls()
        return [path("preview/", view, name="notifications_notification_preview"), *urls]

    def preview(self, request: HttpRequest) -> HttpResponse:
        """What every kind of mail looks like, by day and by night, and as text."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        kinds = previewing.choices()
        kind = request.GET.get("kind", kinds[0][0])
        language = request.GET.get("language", settings.LANGUAGE_CODE)
        try:
            shown = previewing.preview(kind, person_of(request), language)
        except LookupError:
            raise Http404 from None
        context = {
            **self.admin_site.each_context(request),
            "title": _("What our mails look like"),
            "kinds": kinds,
            "kind": kind,
            "languages": settings.LANGUAGES,
            "language": language,
            "preview": shown,
        }
        return TemplateResponse(request, "notifications/preview.html", context)

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
