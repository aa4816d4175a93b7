"""The trail of access: to be read and exported, changed by nobody."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from unfold.admin import ModelAdmin

from accounts.models import AccessChange
from common import spreadsheets

COLUMNS = ("at", "act", "person", "by", "role", "section", "about")


@admin.register(AccessChange)
class AccessChangeAdmin(ModelAdmin):
    """Who gave whom which power."""

    list_display = ("at", "act", "person", "role", "section", "by", "about")
    list_filter = ("act", "role")
    search_fields = ("person__email", "person__display_name", "about")
    list_select_related = ("person", "by")
    list_display_links = None
    change_list_template = "accounts/admin_trail.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(export)
        return [path("export/", view, name="accounts_accesschange_export"), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def export(request: HttpRequest) -> StreamingHttpResponse:
    """The trail as CSV, of one person (``?person=``) or of all."""
    if not request.user.has_perm("accounts.view_accesschange"):
        raise PermissionDenied
    changes = AccessChange.objects.select_related("person", "by")
    if (person := request.GET.get("person", "")).isdecimal() and len(person) < 18:
        changes = changes.filter(person_id=int(person))
    name = f"access-{timezone.localdate().isoformat()}.csv"
    return StreamingHttpResponse(
        lines(changes.iterator(chunk_size=500)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def lines(changes: Iterator[AccessChange]) -> Iterator[str]:
    """Head and rows."""
    return spreadsheets.lines(
        COLUMNS,
        (
            (
                change.at.isoformat(),
                change.act,
                change.person.email if change.person else "",
                change.by.email if change.by else "",
                change.role,
                change.section,
                change.about,
            )
            for change in changes
        ),
    )
