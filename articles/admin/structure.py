"""Sections, sources, authors: what articles stand on."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from articles import addresses
from articles.admin import talk_page
from articles.admin.merge_page import merge_page
from articles.models import Author, CommentsMode, Section, Source, Story
from articles.tagging import merge_stories
from articles.talk.access import DEFAULT_MODE


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
    list_display = ["name", "slug", "colour", "position", "talk_rules"]
    fields = ["name", "slug", "description", "colour", "position"]
    change_list_template = "articles/sections.html"
    ordering = ["position", "name"]
    prepopulated_fields = {"slug": ["name"]}

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("comments/", wrap(talk_page.of_site), name="articles_section_site_comments"),
            path("<int:section_id>/comments/", wrap(talk_page.of_section), name="articles_section_comments"),
        ]
        return [*own, *super().get_urls()]

    @admin.display(description=_("comments"))
    def talk_rules(self, section: Section) -> SafeString:
        """What holds there, and the way to change it."""
        mode = CommentsMode(section.talk.get("mode", DEFAULT_MODE)).label
        url = reverse("admin:articles_section_comments", args=[section.pk])
        return format_html('<a class="desk-headline" href="{}">{}</a>', url, mode)

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


@admin.register(Story)
class StoryAdmin(Kept):
    list_display = ["name", "is_running", "number"]
    list_filter = ["is_running"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    actions = ["merge"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        stories: QuerySet[Story] = super().get_queryset(request).annotate(number=Count("articles"))
        return stories

    @admin.display(description=_("articles"), ordering="number")
    def number(self, story: Story) -> int:
        return int(story.number)  # type: ignore[attr-defined]  # annotated above

    @admin.action(description=_("Merge into one"), permissions=["change"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Story]) -> HttpResponse | None:
        """Which of them stays is asked first."""
        return merge_page(self, request, queryset, merge_stories)


@admin.register(Author)
class AuthorAdmin(Kept):
    list_display = ["name", "role", "user"]
    list_select_related = ["user"]
    search_fields = ["name", "slug"]
    autocomplete_fields: list[str] = []
    raw_id_fields = ["user"]
    prepopulated_fields = {"slug": ["name"]}
