"""Comments at the desk: a list to look things up in, each with its history and the decisions that are open for it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin
from unfold.decorators import display

from accounts.models import User
from comments import deciding, redaction_page
from comments.hints import desk as _hints  # noqa: F401 — registers its own page
from comments.measures import desk as _measures  # noqa: F401 — registers its own page
from comments.models import Comment
from comments.reporting import desk as _reports  # noqa: F401 — registers its own page
from comments.rules import desk as _rules  # noqa: F401 — registers its own pages
from comments.workflow import steps_from
from common.nudging import nudge
from moderation.errors import Refused
from moderation.history import DecisionHistory

# Answers to what waits there, and what has a page of its own: no steps with a button.
OF_THE_QUEUE = {"keep", "reinstate", "redact", "redact_waiting"} | {
    f"uphold_{state}" for state in ("rejected", "spam", "removed")
}
STATE_COLOURS = {
    "pending": "warning",
    "approved": "success",
    "rejected": "danger",
    "spam": "danger",
    "removed": "",
}


@admin.register(Comment)
class CommentAdmin(DecisionHistory, ModelAdmin):
    """Read only: what changes a comment is a decision, and those are buttons below it."""

    list_display = ("opening", "author", "article", "shown_state", "created_at")
    list_filter = ("state",)
    search_fields = ("text", "author__display_name", "author__email")
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False
    fields = (
        "words",
        "author",
        "article",
        "parent",
        "state",
        "created_at",
        "edited_at",
        "deleted_at",
        "decisions",
    )
    change_form_outer_after_template = "comments/admin_decide.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        found: QuerySet[Comment] = super().get_queryset(request)
        return found.select_related("author", "article__section", "parent")

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(require_POST(self.decide))
        redact = self.admin_site.admin_view(redaction_page.redact)
        own = [
            path("<int:comment_id>/decide/", decide, name="comments_comment_decide"),
            path("<int:comment_id>/redact/", redact, name="comments_comment_redact"),
        ]
        urls: list[URLPattern] = super().get_urls()
        return [*own, *urls]

    def decide(self, request: HttpRequest, comment_id: int) -> HttpResponse:
        """Call the verb; a refusal is said above the comment. The verb asks for the permission."""
        comment = get_object_or_404(Comment, pk=comment_id)
        person = request.user
        sent = request.POST
        if not isinstance(person, User):
            raise PermissionDenied
        version = int(sent["version"]) if sent.get("version", "").isdecimal() else 0
        try:
            deciding.decide(
                comment,
                sent.get("action", ""),
                by=person,
                version=version,
                reason=sent.get("reason", ""),
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            nudge()
        return HttpResponseRedirect(reverse("admin:comments_comment_change", args=[comment_id]))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        comment = self.get_object(request, object_id)
        steps = []
        if comment is not None and comment.deleted_at is None:
            steps = [
                s
                for s in steps_from(comment)
                if s.name not in OF_THE_QUEUE and request.user.has_perm(s.permission, comment)
            ]
        context = {"comment": comment, "steps": steps, **(extra_context or {})}
        shown: HttpResponse = super().change_view(request, object_id, form_url, context)
        return shown

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    @display(description=_("comment"))  # type: ignore[untyped-decorator]  # unfold ships no types
    def opening(self, comment: Comment) -> str:
        return gettext("Deleted by its author.") if comment.deleted_at else str(comment)

    @display(description=_("text"))  # type: ignore[untyped-decorator]
    def words(self, comment: Comment) -> SafeString:
        return mark_safe(comment.html)  # noqa: S308 — written by the one sanitiser

    @display(description=_("state"), label=STATE_COLOURS, ordering="state")  # type: ignore[untyped-decorator]
    def shown_state(self, comment: Comment) -> tuple[str, str]:
        return comment.state, comment.get_state_display()
