"""The paper's own pages at the desk."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import ProseEditorWidget
from unfold.admin import ModelAdmin

from articles.admin import text_form
from common.html import sanitise
from reader import paper_pages
from reader.models import Page

# What a page of the paper is made of: less than an article, and nothing that loads.
MADE_OF = [
    "Bold",
    "Italic",
    "Heading",
    "BulletList",
    "OrderedList",
    "ListItem",
    "Blockquote",
    "HorizontalRule",
    "HardBreak",
    "Link",
    "Table",
    "TableRow",
    "TableHeader",
    "TableCell",
]
EXTENSIONS = {name: text_form.EXTENSIONS[name] for name in MADE_OF}


class PageForm(forms.ModelForm):
    """The text passes the one sanitiser, as all HTML does."""

    body = ProseEditorFormField(
        label=_("Text"), required=False, extensions=EXTENSIONS, widget=ProseEditorWidget(attrs={"rows": 24})
    )

    def clean_body(self) -> str:
        return sanitise(str(self.cleaned_data["body"]))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("is_published") and not values.get("body"):
            self.add_error("body", _("The page says nothing yet. Write it, or leave it unpublished."))
        return values


@admin.register(Page)
class PageAdmin(ModelAdmin):
    form = PageForm
    list_display = ["title", "address", "language", "is_published", "updated_at"]
    list_filter = ["is_published", "language"]
    search_fields = ["title", "body"]
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (None, {"fields": ["title", "standfirst", "body"]}),
        (_("Where it stands"), {"fields": ["slug", "language", "position", "is_published"]}),
    ]

    @admin.display(description=_("address"), ordering="slug")
    def address(self, page: Page) -> str:
        return page.get_absolute_url()

    def view_on_site(self, obj: Page) -> str | None:
        return obj.get_absolute_url() if obj.is_published else None

    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:
        """Readers see it as soon as it is stored."""
        obj.updated_at = timezone.now()
        super().save_model(request, obj, form, change)
        transaction.on_commit(paper_pages.forget)

    def delete_model(self, request: HttpRequest, obj: Page) -> None:
        super().delete_model(request, obj)
        transaction.on_commit(paper_pages.forget)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        super().delete_queryset(request, queryset)
        transaction.on_commit(paper_pages.forget)
