"""Sections, sources, authors: what articles stand on."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from articles import addresses
from articles.models import Author, Section, Source


class Kept(ModelAdmin):
    """Nothing that an article may stand on is deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SectionForm(forms.ModelForm):
    """A slug that the site uses itself, or that was another section's, is refused at its field."""

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"]).lower()
        try:
            addresses.require_section_free(self.instance, slug)
        except addresses.AddressTaken as taken:
            raise forms.ValidationError(str(taken)) from None
        return slug


@admin.register(Section)
class SectionAdmin(Kept):
    form = SectionForm
    list_display = ["name", "slug", "colour", "position"]
    ordering = ["position", "name"]
    prepopulated_fields = {"slug": ["name"]}

    def save_model(self, request: HttpRequest, obj: Section, form: Any, change: bool) -> None:
        """Readers go on to find it, and all that stands in it, at its old address."""
        wanted = obj.slug
        if change:
            obj.slug = form.initial["slug"]
            addresses.rename_section(obj, wanted)
        super().save_model(request, obj, form, change)


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
