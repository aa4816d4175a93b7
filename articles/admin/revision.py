"""The working drafts as a list; each leads to its article's page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from articles.admin.article import badge
from articles.admin.reading import articles_for, person_of
from articles.admin.views import EDIT_PAGE, clock
from articles.models import Revision


@admin.register(Revision)
class RevisionAdmin(ModelAdmin):
    list_display = ["text", "state_badge", "section", "changed_by", "changed"]
    list_filter = ["state"]
    list_display_links = None
    list_fullwidth = True
    list_per_page = 50
    ordering = ["-changed_at"]
    search_fields = ["headline"]
    show_full_result_count = False
    actions = None

    class Media:
        css = {"all": ["css/writing.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        working = Revision.objects.filter(
            state__in=Revision.WORKING, article__in=articles_for(person_of(request))
        )
        return working.select_related("article__section", "changed_by").defer("body").order_by(*self.ordering)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A text is looked at where its article is; that page checks who may."""
        key = object_id if object_id.isdecimal() and len(object_id) < 18 else "0"
        return redirect(EDIT_PAGE, get_object_or_404(Revision, pk=key).article_id)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("headline"), ordering="headline")
    def text(self, revision: Revision) -> SafeString:
        address = reverse(EDIT_PAGE, args=[revision.article_id])
        return format_html('<a class="desk-headline" href="{}">{}</a>', address, revision.headline)

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, revision: Revision) -> SafeString:
        return badge(revision.state, revision.get_state_display())

    @admin.display(description=_("section"))
    def section(self, revision: Revision) -> str:
        return revision.article.section.name

    @admin.display(description=_("last changed"), ordering="changed_at")
    def changed(self, revision: Revision) -> SafeString:
        return clock(revision.changed_at)
