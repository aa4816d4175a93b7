"""Stored links at the desk: the list of all, and for each article the page where an editor pins, orders and bans."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.paginator import InfinitePaginator

from articles.admin.reading import articles_for, person_of
from common.keys import key_in
from related import views
from related.models import Link


@admin.register(Link)
class LinkAdmin(ModelAdmin):
    list_display = ["beside", "leads_to", "reason", "is_pinned", "is_banned"]
    list_filter = ["is_pinned", "is_banned"]
    list_display_links = None
    list_per_page = 50
    paginator = InfinitePaginator
    show_full_result_count = False
    search_fields = ["article__live__headline", "target__live__headline"]
    search_help_text = _("Search by headline")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Link]:
        reachable = Link.objects.filter(article__in=articles_for(person_of(request)))
        return reachable.select_related("article__live", "target__live").order_by("-article", "rank")

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("beside/<str:article_id>/", wrap(views.edit), name="related_link_beside"),
            path("<path:object_id>/change/", wrap(self.change), name="related_link_change"),
        ]
        return own + [url for url in super().get_urls() if url.name == "related_link_changelist"]

    def change(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A link is changed on the page of its article."""
        number = key_in(object_id) or 0
        return redirect(views.PAGE, get_object_or_404(self.get_queryset(request), pk=number).article_id)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("article"))
    def beside(self, link: Link) -> SafeString:
        url = reverse(views.PAGE, args=[link.article_id])
        return format_html('<a href="{}">{}</a>', url, link.article.live or link.article)

    @admin.display(description=_("related article"))
    def leads_to(self, link: Link) -> str:
        return str(link.target.live or link.target)
