"""Filters of the list of imported items."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Section
from feeds.models import Feed, ImportedItem

WITHDRAWN, MISSING, WITHHELD, DOUBTFUL, ALIKE = "withdrawn", "missing", "withheld", "doubtful", "alike"
URGENT, USUAL, SLOW = "1-3", "4-5", "6-8"


class Filter(admin.SimpleListFilter):
    """One choice of several; ``choose`` narrows the list."""

    template = "articles/_filter.html"

    def queryset(self, request: HttpRequest, queryset: QuerySet[ImportedItem]) -> QuerySet[ImportedItem]:
        value = self.value()
        if not value or value not in {str(choice) for choice, _label in self.lookup_choices}:
            return queryset
        return self.choose(queryset, value)

    def choose(self, items: QuerySet[ImportedItem], value: str) -> QuerySet[ImportedItem]:
        """The items of the choice."""
        return items.filter(**{str(self.parameter_name): value})

    def options(self, changelist: Any) -> Iterable[dict[str, Any]]:
        """What the page offers; without numbers, for the table grows without bound."""
        for value, label in self.lookup_choices:
            yield {
                "value": value,
                "label": label,
                "number": None,
                "is_chosen": str(value) == self.value(),
                "url": changelist.get_query_string({self.parameter_name: value}, ["p"]),
            }


class StateFilter(Filter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(ImportedItem.State.choices)


class FeedFilter(Filter):
    title = _("feed")
    parameter_name = "feed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        feeds = [(str(feed.pk), str(feed)) for feed in Feed.objects.select_related("source")]
        return sorted(feeds, key=lambda pair: pair[1].casefold())


class SectionFilter(Filter):
    title = _("section")
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        sections = [(section.slug, section.name) for section in Section.objects.all()]
        return [*sections, ("-", _("No section"))]

    def choose(self, items: QuerySet[ImportedItem], value: str) -> QuerySet[ImportedItem]:
        return items.filter(section=None) if value == "-" else items.filter(section__slug=value)


class UrgencyFilter(Filter):
    title = _("urgency")
    parameter_name = "urgency"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(URGENT, _("Urgent (1 to 3)")), (USUAL, _("Usual (4 and 5)")), (SLOW, _("Later (6 to 8)"))]

    def choose(self, items: QuerySet[ImportedItem], value: str) -> QuerySet[ImportedItem]:
        return items.filter(urgency__range=value.split("-"))


class WatchFilter(Filter):
    title = _("to watch")
    parameter_name = "watch"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            (WITHDRAWN, _("Withdrawn by the wire")),
            (WITHHELD, _("Withheld by the wire")),
            (MISSING, _("Vanished from its feed")),
            (ALIKE, _("Resembles another")),
            (DOUBTFUL, _("Doubtful")),
        ]

    def choose(self, items: QuerySet[ImportedItem], value: str) -> QuerySet[ImportedItem]:
        match value:
            case "withdrawn":
                return items.filter(withdrawn_at__isnull=False)
            case "withheld":
                return items.filter(wire_status=ImportedItem.WireStatus.WITHHELD)
            case "missing":
                return items.filter(missing_since__isnull=False)
            case "alike":
                return items.filter(resembles__isnull=False)
        return items.filter(is_doubtful=True)
