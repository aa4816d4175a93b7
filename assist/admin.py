"""Generated texts at the desk: the list, and for each the page where it is read and decided."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from articles.admin.reading import articles_for, person_of
from assist import views
from assist.models import GeneratedText
from moderation.admin import ReadOnly


@admin.register(GeneratedText)
class GeneratedTextAdmin(ReadOnly):
    list_display = ["headline", "kind", "state", "number", "generator", "created_at"]
    list_filter = ["state"]
    search_fields = ["revision__headline"]
    search_help_text = _("Search by headline")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[GeneratedText]:
        reachable = GeneratedText.objects.filter(article__in=articles_for(person_of(request)))
        return (
            reachable.select_related("revision", "article__section").defer("revision__body").order_by("-id")
        )

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "<path:object_id>/change/",
            self.admin_site.admin_view(views.text),
            name="assist_generatedtext_change",
        )
        return [page] + [url for url in super().get_urls() if url.name == "assist_generatedtext_changelist"]

    @admin.display(description=_("headline"), ordering="revision__headline")
    def headline(self, text: GeneratedText) -> str:
        return text.revision.headline

    @admin.display(description=_("points"))
    def number(self, text: GeneratedText) -> int:
        points: list[Any] = text.points
        return len(points)
