"""Sections, sources, authors: what articles stand on."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from articles.models import Author, Section, Source


class Kept(ModelAdmin):
    """Nothing that an article may stand on is deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Section)
class SectionAdmin(Kept):
    list_display = ["name", "slug", "colour", "position"]
    ordering = ["position", "name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Source)
class SourceAdmin(Kept):
    list_display = ["name", "credit", "is_own", "homepage"]
    list_filter = ["is_own"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Author)
class AuthorAdmin(Kept):
    list_display = ["name", "role", "user"]
    list_select_related = ["user"]
    search_fields = ["name", "slug"]
    autocomplete_fields: list[str] = []
    raw_id_fields = ["user"]
    prepopulated_fields = {"slug": ["name"]}
