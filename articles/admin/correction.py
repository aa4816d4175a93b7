"""Corrections and updates that readers were told of. They come from publishing, so here they are only read."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from articles.admin.reading import articles_for, person_of
from articles.models import Correction


@admin.register(Correction)
class CorrectionAdmin(ModelAdmin):
    list_display = ["revision", "kind", "note", "published_at"]
    list_filter = ["kind"]
    list_select_related = ["revision"]
    search_fields = ["note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Correction]:
        return Correction.objects.filter(article__in=articles_for(person_of(request))).order_by(
            "-published_at"
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
