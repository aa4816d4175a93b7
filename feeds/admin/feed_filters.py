"""Filters of the list of feeds."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Section, Source
from feeds.health.needing import any_unseen
from feeds.models import Feed, Subscription

STATES: dict[str, tuple[Any, Q]] = {
    "needs": (_("Needs somebody"), any_unseen() | Q(health=Feed.Health.FAILING)),
    "failing": (Feed.Health.FAILING.label, Q(health=Feed.Health.FAILING)),
    "quiet": (_("Quiet"), Q(alerts__has_key="quiet")),
    "well": (Feed.Health.WELL.label, Q(health=Feed.Health.WELL)),
    "pushed": (_("Pushed"), Q(subscription__state=Subscription.State.VERIFIED)),
    "new": (Feed.Health.NEW.label, Q(health=Feed.Health.NEW)),
    "muted": (Feed.Health.MUTED.label, Q(health=Feed.Health.MUTED)),
}


class StateFilter(SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, label) for name, (label, _rule) in STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Feed]) -> QuerySet[Feed]:
        chosen = STATES.get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset


class FolderFilter(SimpleListFilter):
    title = _("folder")
    parameter_name = "folder"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, name) for name in folders()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Feed]) -> QuerySet[Feed]:
        return queryset.filter(folder=self.value()) if self.value() else queryset


class SectionFilter(SimpleListFilter):
    title = _("section")
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Section.objects.filter(feeds__isnull=False).distinct().values_list("slug", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Feed]) -> QuerySet[Feed]:
        return queryset.filter(section__slug=self.value()) if self.value() else queryset


class SourceFilter(SimpleListFilter):
    title = _("source")
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Source.objects.filter(feeds__isnull=False).distinct().values_list("slug", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Feed]) -> QuerySet[Feed]:
        return queryset.filter(source__slug=self.value()) if self.value() else queryset


def folders() -> list[str]:
    """Those in use, by name."""
    named = Feed.objects.exclude(folder="").order_by("folder").values_list("folder", flat=True)
    return list(named.distinct())
