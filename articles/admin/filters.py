"""Filters of the list of articles."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.filing_form import open_sections
from articles.admin.reading import VIEW, person_of
from articles.models import Article, Revision

PUBLISHED, WITHDRAWN = "published", "withdrawn"


class StateFilter(admin.SimpleListFilter):
    """By the state of the working text, or by what readers see."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        working = [(str(state.value), state.label) for state in Revision.WORKING]
        return [*working, (PUBLISHED, _("Published")), (WITHDRAWN, _("Withdrawn"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() == PUBLISHED:
            return queryset.filter(live__isnull=False, withdrawn_at=None)
        if self.value() == WITHDRAWN:
            return queryset.filter(withdrawn_at__isnull=False)
        if self.value() in Revision.WORKING:
            return queryset.filter(pk__in=Revision.objects.filter(state=self.value()).values("article"))
        return queryset


class SectionFilter(admin.SimpleListFilter):
    """The sections that the person's roles reach."""

    title = _("section")
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(section.slug, section.name) for section in open_sections(person_of(request), VIEW)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return queryset.filter(section__slug=self.value()) if self.value() else queryset
