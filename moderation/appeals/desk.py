"""Appeals at the desk: a list to look things up in. What waits is decided at the queue."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import display

from accounts.people import person_of
from moderation.appeals.appealables import statement_of
from moderation.history import DecisionHistory
from moderation.models import Appeal, Item
from moderation.reach import sections_of
from moderation.wording import kind_label, reason_of, step_label

COLOURS = {"waiting": "warning", "granted": "success", "refused": "", "lapsed": "info"}


@admin.register(Appeal)
class AppealAdmin(DecisionHistory, ModelAdmin):
    """Read only; each leads to its sheet at the queue, where both sides stand."""

    list_display = ("about", "said", "who", "created_at", "shown_state", "at_the_queue")
    list_filter = ("state", "side", "kind")
    list_select_related = ("appellant", "decision__by")
    search_fields = ("words", "appellant__display_name")
    search_help_text = gettext_lazy("Words of the appeal, name of who filed it")
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False
    fieldsets = (
        (gettext_lazy("The decision"), {"fields": ("about", "restriction", "reason_given")}),
        (
            gettext_lazy("The appeal"),
            {"fields": ("who", "created_at", "words", "shown_state", "at_the_queue")},
        ),
        (gettext_lazy("All decisions on this appeal"), {"fields": ("decisions",)}),
    )
    readonly_fields = (
        "about",
        "restriction",
        "reason_given",
        "who",
        "shown_state",
        "at_the_queue",
        "decisions",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appeal]:
        found: QuerySet[Appeal] = super().get_queryset(request)
        sections = sections_of(person_of(request), frozenset({"moderation.view_appeal"}))
        return found if sections is None else found.filter(section__in=sections | {""})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Appeal | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Appeal | None = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("against"))
    def about(self, appeal: Appeal) -> str:
        what = f"{kind_label(appeal.kind)} {appeal.object_id}"
        return _("“%(step)s” of %(who)s: %(what)s") % {
            "step": step_label(appeal.decision),
            "who": appeal.decision.actor_name,
            "what": what,
        }

    @admin.display(description=gettext_lazy("what they say"), empty_value="–")
    def said(self, appeal: Appeal) -> str:
        return Truncator(appeal.words).chars(80)

    @admin.display(description=gettext_lazy("appellant"))
    def who(self, appeal: Appeal) -> str:
        side = str(appeal.get_side_display())
        return f"{appeal.appellant} ({side})" if appeal.appellant else side

    @display(description=gettext_lazy("state"), label=COLOURS, ordering="state")  # type: ignore[untyped-decorator]  # unfold ships no types
    def shown_state(self, appeal: Appeal) -> tuple[str, str]:
        return appeal.state, appeal.get_state_display()

    @admin.display(description=gettext_lazy("what it restricts"), empty_value="–")
    def restriction(self, appeal: Appeal) -> str:
        statement = statement_of(appeal.decision)
        return f"{statement.desk_title}. {statement.restriction} {statement.ground}" if statement else ""

    @admin.display(description=gettext_lazy("reason given"), empty_value="–")
    def reason_given(self, appeal: Appeal) -> str:
        return reason_of(appeal.decision)

    @admin.display(description=gettext_lazy("in the queue"), empty_value="–")
    def at_the_queue(self, appeal: Appeal) -> SafeString | str:
        item = Item.objects.filter(kind="moderation.appeal", object_id=appeal.pk).order_by("-pk").first()
        if item is None:
            return ""
        return format_html(
            '<a class="underline" href="{}">{}</a>', reverse("moderation:item", args=[item.pk]), _("Open")
        )
