"""Tables that are looked at: their rows come from verbs alone."""

from typing import Any

from django.http import HttpRequest
from unfold.admin import ModelAdmin


class ReadingOnly(ModelAdmin):
    """Nothing is added, changed or deleted here."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
