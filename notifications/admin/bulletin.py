"""Who gets letters, and what was sent to all of them."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from notifications.admin.reading_only import ReadingOnly
from notifications.models import Bulletin, Subscriber

STATES: dict[str, tuple[Any, Q]] = {
    "refused": (_("Refused"), Q(bounced_at__isnull=False)),
    "left": (_("Left"), Q(left_at__isnull=False)),
    "asked": (_("Not confirmed yet"), Q(confirmed_at=None, left_at=None)),
    "gets": (_("Gets letters"), Q(confirmed_at__isnull=False, left_at=None, bounced_at=None)),
}


class StateFilter(admin.SimpleListFilter):
    """By whether letters go there."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(key, label) for key, (label, _condition) in STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Subscriber]) -> QuerySet[Subscriber]:
        state = STATES.get(self.value() or "")
        return queryset.filter(state[1]) if state else queryset


@admin.register(Subscriber)
class SubscriberAdmin(ReadingOnly):
    """Addresses, not people: nobody here needs an account."""

    list_display = ("address", "state", "wants_breaking", "wants_newsletter", "confirmed_at", "bounce_cause")
    list_filter = (StateFilter, "wants_breaking", "wants_newsletter")
    search_fields = ("address",)

    @display(  # type: ignore[untyped-decorator]  # unfold ships no types
        description=_("state"), label={"refused": "danger", "left": "", "asked": "warning", "gets": "success"}
    )
    def state(self, row: Subscriber) -> tuple[str, Any]:
        key = (
            "refused"
            if row.bounced_at
            else "left"
            if row.left_at
            else "gets"
            if row.confirmed_at
            else "asked"
        )
        return key, STATES[key][0]


@admin.register(Bulletin)
class BulletinAdmin(ReadingOnly):
    """What went to all, and how far it has come."""

    list_display = ("subject", "kind", "created_at", "sent_by", "copies", "sent", "waiting", "given_up")
    list_filter = ("kind",)
    list_select_related = ("sent_by",)
    search_fields = ("subject",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Bulletin]:
        """With how many copies left, wait and were given up."""
        waits = Q(letters__sent_at=None, letters__dropped_at=None, letters__dead_at=None)
        bulletins: QuerySet[Bulletin] = super().get_queryset(request)
        return bulletins.annotate(
            number_sent=Count("letters", Q(letters__sent_at__isnull=False)),
            number_waiting=Count("letters", waits & Q(letters__id__isnull=False)),
            number_dead=Count("letters", Q(letters__dead_at__isnull=False)),
        )

    @admin.display(description=_("delivered"))
    def sent(self, row: Any) -> int:
        return int(row.number_sent)

    @admin.display(description=_("waiting"))
    def waiting(self, row: Any) -> int:
        return int(row.number_waiting)

    @admin.display(description=_("given up"))
    def given_up(self, row: Any) -> int:
        return int(row.number_dead)
