"""The history of polls at the desk."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from feeds.models import Fetch
from moderation.admin import ReadOnly


@admin.register(Fetch)
class FetchAdmin(ReadOnly):
    list_display = [
        "started_at",
        "feed",
        "outcome",
        "status",
        "new",
        "updated",
        "duplicate",
        "failed",
        "told",
    ]
    list_filter = ["outcome"]
    list_select_related = ["feed"]
    search_fields = ["feed__title", "feed__url"]
    fields = ["feed", "started_at", "finished_at", "outcome", "status", "told", "evidence", "size", "new"]
    fields += ["updated", "duplicate", "failed", "headers"]
    readonly_fields = ["told"]

    @admin.display(description=_("in words"), empty_value="–")
    def told(self, fetch: Fetch) -> str:
        return str(_(fetch.detail)) if fetch.detail else ""
