"""Reports at the desk: a list to look things up in. What waits is decided at the queue."""

from typing import Any

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

from comments.models import Report
from comments.rendering import words
from comments.reporting.grounds import GROUNDS, LAWS, label_of
from moderation.models import Item

COLOURS = {"open": "warning", "upheld": "success", "refused": "", "overtaken": "info"}


class GroundFilter(admin.SimpleListFilter):
    """By the reason that was given."""

    title = gettext_lazy("reason")
    parameter_name = "ground"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(ground.code, ground.label) for ground in GROUNDS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        return queryset.filter(ground=self.value()) if self.value() else queryset


class LawFilter(admin.SimpleListFilter):
    """By the law that was named."""

    title = gettext_lazy("law")
    parameter_name = "law"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(law.code, law.label) for law in LAWS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        return queryset.filter(law=self.value()) if self.value() else queryset


@admin.register(Report)
class ReportAdmin(ModelAdmin):
    """Read only: a report is settled by the decision on its comment."""

    list_display = ("reason", "about", "who", "created_at", "shown_outcome", "settled")
    list_filter = ("outcome", GroundFilter, LawFilter)
    list_select_related = ("reporter", "comment__author", "decision__by")
    search_fields = ("words", "name", "email", "reporter__display_name", "comment__author__display_name")
    search_help_text = gettext_lazy("Words of the report, who filed it, who wrote the comment")
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("reason", "law_reference", "words", "about", "who", "created_at")}),
        (
            gettext_lazy("What became of it"),
            {"fields": ("shown_outcome", "settled", "closed_at", "at_the_queue")},
        ),
    )
    readonly_fields = ("reason", "about", "who", "shown_outcome", "settled", "at_the_queue")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("reason"))
    def reason(self, report: Report) -> str:
        return label_of(report.ground, report.law)

    @admin.display(description=gettext_lazy("comment"))
    def about(self, report: Report) -> SafeString:
        comment = report.comment
        quoted = _("deleted") if comment.deleted_at else Truncator(words(comment.html)).chars(70)
        page = reverse("admin:comments_comment_change", args=[comment.pk])
        return format_html('{}: <a class="underline" href="{}">{}</a>', str(comment.author), page, quoted)

    @admin.display(description=gettext_lazy("reported by"))
    def who(self, report: Report) -> str:
        if report.reporter is not None:
            return str(report.reporter)
        if report.forgotten_at is not None:
            return _("forgotten")
        if not report.name:
            return _("gave no name")
        state = _("address confirmed") if report.confirmed_at else _("address not confirmed")
        return f"{report.name} ({state})"

    @display(description=gettext_lazy("outcome"), label=COLOURS, ordering="outcome")  # type: ignore[untyped-decorator]  # unfold ships no types
    def shown_outcome(self, report: Report) -> tuple[str, str]:
        return report.outcome, report.get_outcome_display()

    @admin.display(description=gettext_lazy("decided by"), empty_value="–")
    def settled(self, report: Report) -> str:
        return report.decision.actor_name if report.decision is not None else ""

    @admin.display(description=gettext_lazy("in the queue"))
    def at_the_queue(self, report: Report) -> SafeString | str:
        item = (
            Item.objects.filter(kind="comments.comment", object_id=report.comment_id).order_by("-pk").first()
        )
        if item is None:
            return _("It waits until its sender has confirmed the address.")
        return format_html(
            '<a class="underline" href="{}">{}</a>', reverse("moderation:item", args=[item.pk]), _("Open")
        )
