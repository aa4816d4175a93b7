"""Heat breakers at the desk: which threads were slowed or held, and lifting one."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin

from articles.admin.pages import page
from articles.admin.reading import person_of
from comments.models import Breaker
from comments.rules import heating
from common.keys import key_in
from moderation.errors import Refused
from moderation.recording import history_of


def breaker_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """Why it acts and until when; lifting it."""
    person = person_of(request)
    if not person.has_perm("comments.view_breaker"):
        raise PermissionDenied
    breaker = get_object_or_404(Breaker.objects.select_related("article__section"), pk=key_in(object_id) or 0)
    refusal, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            version = key_in(request.POST.get("version", "")) or 0
            heating.lift(breaker, by=person, version=version, reason=reason)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("Lifted: everybody writes as before."))
            return redirect("admin:comments_breaker_change", breaker.pk)
    context: dict[str, Any] = {
        "title": str(breaker.article),
        "breaker": breaker,
        "may_lift": person.has_perm(heating.PERMISSION, breaker),
        "refusal": refusal,
        "reason": reason,
        "decisions": history_of(breaker),
    }
    return page(request, "comments/rules/breaker.html", context)


@admin.register(Breaker)
class BreakerAdmin(ModelAdmin):
    list_display = ["thread", "kind", "state", "began_at", "ends_at", "why"]
    list_filter = ["state", "kind"]
    list_select_related = ["article"]
    ordering = ["-id"]
    actions = None

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<path:object_id>/change/",
            self.admin_site.admin_view(breaker_page),
            name="comments_breaker_change",
        )
        return [own] + [url for url in super().get_urls() if url.name == "comments_breaker_changelist"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("article"))
    def thread(self, breaker: Breaker) -> str:
        return str(breaker.article)
