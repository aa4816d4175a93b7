"""The record in the admin: decisions and items to look at, never to change."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.paginator import InfinitePaginator

from accounts.people import person_of
from moderation.appeals import desk as _appeals  # noqa: F401 — registers its own page
from moderation.models import Decision, Item, ReasonCode
from moderation.reach import items_for
from moderation.reason_codes import BUILT_IN
from moderation.recording import decisions_on
from moderation.subjects import decisions_for
from moderation.templatetags.moderation import section_name
from moderation.wording import kind_label, reason_of, state_label, step_label
from moderation.workflow import all_workflows


class KindFilter(admin.SimpleListFilter):
    """The kinds that have a workflow: asking the table for its distinct kinds would read all of it."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(workflow.model.lower(), kind_label(workflow.model)) for workflow in all_workflows()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class OutcomeFilter(admin.SimpleListFilter):
    """Where decisions led."""

    title = _("outcome")
    parameter_name = "outcome"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        states = {name: str(label) for workflow in all_workflows() for name, label in workflow.states.items()}
        return sorted(states.items(), key=lambda state: state[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(to_state=self.value()) if self.value() else queryset


class ActorFilter(admin.SimpleListFilter):
    """Decided by a person or by a rule."""

    title = _("decided by")
    parameter_name = "actor"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("me", str(_("Me"))), ("people", str(_("People"))), ("rules", str(_("Rules")))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "me":
                return queryset.filter(by=request.user)
            case "people":
                return queryset.filter(by__isnull=False)
            case "rules":
                return queryset.filter(by=None)
        return queryset


class ReadOnly(ModelAdmin):
    """Looked at, never touched; lists that grow without bound are not counted."""

    paginator = InfinitePaginator
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    list_display = ["when", "what", "step", "outcome", "who", "why"]
    list_filter = [KindFilter, OutcomeFilter, ActorFilter]
    list_select_related = ["by", "evidence"]
    search_fields = ["=object_id", "by__display_name", "deputy", "evidence__words"]
    search_help_text = _("Number of the object, name of the person or rule, words of the reason")
    ordering = ["-id"]
    fieldsets = [
        (None, {"fields": ["what", "step", "outcome", "who", "when", "why"]}),
        (_("All decisions on this object"), {"fields": ["history"]}),
        (
            _("Proof"),
            {
                "fields": ["object_version", "text_digest", "commitment", "previous_digest", "digest"],
                "classes": ["collapse"],
            },
        ),
    ]
    readonly_fields = ["what", "step", "outcome", "who", "when", "why", "history"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        return decisions_for(person_of(request)).select_related("by", "evidence")

    @admin.display(description=_("at"), ordering="id")
    def when(self, decision: Decision) -> str:
        return formats.date_format(timezone.localtime(decision.at), "DATETIME_FORMAT")

    @admin.display(description=_("object"))
    def what(self, decision: Decision) -> str:
        return f"{kind_label(decision.kind)} {decision.object_id}"

    @admin.display(description=_("decision"))
    def step(self, decision: Decision) -> str:
        return step_label(decision)

    @admin.display(description=_("outcome"))
    def outcome(self, decision: Decision) -> str:
        before = state_label(decision.kind, decision.from_state)
        return f"{before} → {state_label(decision.kind, decision.to_state)}"

    @admin.display(description=_("by"))
    def who(self, decision: Decision) -> str:
        return decision.actor_name

    @admin.display(description=_("reason"), empty_value="–")
    def why(self, decision: Decision) -> str:
        return reason_of(decision)

    @admin.display(description=_("history"))
    def history(self, decision: Decision) -> SafeString:
        past = decisions_on(decision.kind, decision.object_id)
        return render_to_string("moderation/history.html", {"decisions": past})


@admin.register(Item)
class ItemAdmin(ReadOnly):
    list_display = ["what", "place", "priority", "created_at", "closed_at", "lease_holder", "at_the_queue"]
    list_filter = [KindFilter]
    list_select_related = ["lease_holder"]
    search_fields = ["=object_id"]
    ordering = ["-id"]
    fields = [
        "what",
        "place",
        "priority",
        "reasons",
        "created_at",
        "due_at",
        "closed_at",
        "lease_holder",
        "lease_until",
        "at_the_queue",
    ]
    readonly_fields = ["what", "place", "at_the_queue"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Item]:
        return items_for(person_of(request))

    @admin.display(description=_("object"))
    def what(self, item: Item) -> str:
        return f"{kind_label(item.kind)} {item.object_id}"

    @admin.display(description=_("section"), empty_value="–")
    def place(self, item: Item) -> str:
        return section_name(item.section)

    @admin.display(description=_("in the queue"))
    def at_the_queue(self, item: Item) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("moderation:item", args=[item.pk]), _("Open"))


@admin.register(ReasonCode)
class ReasonCodeAdmin(ModelAdmin):
    """The newsroom's own reasons. None is deleted once it was used: figures name it; it is offered no longer instead."""

    list_display = ["label", "code", "key", "is_active"]
    list_before_template = "moderation/built_in_reasons.html"
    fields = ["code", "label", "words", "key", "kind", "position", "is_active"]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        own = set(ReasonCode.objects.values_list("code", flat=True))
        brought = [reason for reason in BUILT_IN if reason.code not in own]
        shown: HttpResponse = super().changelist_view(request, {"brought": brought, **(extra_context or {})})
        return shown

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
