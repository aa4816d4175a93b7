"""Filters of the list of articles, each with the numbers behind its choices as long as they are quick to count."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.filing_form import open_sections
from articles.admin.reading import VIEW, articles_for, person_of
from articles.models import Article, Assignment, Author, Byline, Revision, Section, Source, Story

PUBLISHED, WITHDRAWN, EXPIRED = "published", "withdrawn", "expired"
COUNTED = 20_000  # articles; more are not counted while somebody waits for the page
CHOICES = 100  # names in one filter
RECENT = 2_000  # articles that say which languages are written in


class Filter(admin.SimpleListFilter):
    """One choice of several; ``choose`` narrows the list."""

    template = "articles/_filter.html"
    group = ""  # the column that holds the choices, where one does

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        self.request, self.person = request, person_of(request)
        super().__init__(request, params, model, model_admin)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        value = self.value()
        if not value or value not in {str(choice) for choice, _label in self.lookup_choices}:
            return queryset
        return self.choose(queryset, value)

    def choose(self, articles: QuerySet[Article], value: str) -> QuerySet[Article]:
        """The articles of the choice."""
        raise NotImplementedError

    def options(self, changelist: Any) -> Iterable[dict[str, Any]]:
        """What the page offers: value, label, how many (None: too many to count), whether it is chosen."""
        numbers = self._numbers(changelist)
        for value, label in self.lookup_choices:
            yield {
                "value": value,
                "label": label,
                "number": numbers.get(str(value)),
                "is_chosen": str(value) == self.value(),
                "url": changelist.get_query_string({self.parameter_name: value}, ["p"]),
            }

    def _numbers(self, changelist: Any) -> dict[str, int]:
        others = changelist.get_queryset(self.request, exclude_parameters=self.expected_parameters())
        others = Article.objects.filter(pk__in=others.order_by().values("pk"))
        if not self.lookup_choices or not _is_quick_to_count(self.request):
            return {}
        if self.group:
            found = (
                others.values_list(self.group).annotate(number=Count("pk")).values_list(self.group, "number")
            )
            numbers = {str(value): number for value, number in found}
            return {str(value): numbers.get(str(value), 0) for value, _label in self.lookup_choices}
        chosen = {
            f"n{at}": Count("pk", filter=Q(pk__in=self.choose(others, str(value)).values("pk")))
            for at, (value, _label) in enumerate(self.lookup_choices)
        }
        numbers = others.aggregate(**chosen)
        return {str(value): numbers[f"n{at}"] for at, (value, _label) in enumerate(self.lookup_choices)}


def _is_quick_to_count(request: HttpRequest) -> bool:
    """Whether all that the person may look at is little enough; asked once for all filters of a page."""
    known: bool | None = getattr(request, "is_quick_to_count", None)
    if known is None:
        known = articles_for(person_of(request))[: COUNTED + 1].count() <= COUNTED
        request.is_quick_to_count = known  # type: ignore[attr-defined]  # for this page
    return known


class StateFilter(Filter):
    """By the state of the working text, or by what readers see."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        working = [(str(state.value), state.label) for state in Revision.WORKING]
        return [*working, (PUBLISHED, _("Published")), (WITHDRAWN, _("Withdrawn")), (EXPIRED, _("Expired"))]

    def choose(self, articles: QuerySet[Article], value: str) -> QuerySet[Article]:
        if value == PUBLISHED:
            return articles.filter(live__isnull=False, withdrawn_at=None)
        if value == WITHDRAWN:
            return articles.filter(withdrawn_at__isnull=False, expired_at=None)
        if value == EXPIRED:
            return articles.filter(expired_at__isnull=False)
        return articles.filter(pk__in=Revision.objects.filter(state=value).values("article"))


class SectionFilter(Filter):
    """The sections that the person's roles reach."""

    title = _("section")
    parameter_name = "section"
    group = "section__slug"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(section.slug, section.name) for section in open_sections(person_of(request), VIEW)]

    def choose(self, articles: QuerySet[Article], value: str) -> QuerySet[Article]:
        return articles.filter(section__in=Section.objects.filter(slug=value))


class WhoseFilter(Filter):
    """What the person has to do with it."""

    title = _("whose")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("mine", _("Begun or changed by me")), ("assigned", _("Assigned to me"))]

    def choose(self, articles: QuerySet[Article], value: str) -> QuerySet[Article]:
        if value == "assigned":
            given = Assignment.objects.filter(assignee=self.person, state=Assignment.State.OPEN)
            return articles.filter(pk__in=given.exclude(article=None).values("article"))
        texts = Revision.objects.filter(Q(opened_by=self.person) | Q(changed_by=self.person))
        return articles.filter(pk__in=texts.values("article"))


class SourceFilter(Filter):
    title = _("source")
    parameter_name = "source"
    group = "source__slug"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(source.slug, source.name) for source in Source.objects.order_by("-is_own", "name")[:CHOICES]]

    def choose(self, articles: QuerySet[Article], value: str) -> QuerySet[Article]:
        return articles.filter(source__in=Source.objects.filter(slug=value))


class AuthorFilter(Filter):
    title = _("author")
    parameter_name = "author"
    group = "authors__slug"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Author.objects.order_by("name").values_list("slug", "name")[:CHOICES])

    def choose(self, articles: QuerySet[Article], value: str) -> QuerySet[Article]:
        named = Byline.objects.filter(author__slug=value, article=OuterRef("pk"))
        return articles.filter(Exists(named))


class StoryFilter(Filter):
    title = _("story")
    parameter_name = "story"
    group = "story__slug"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Story.objects.order_by("-is_running", "name").values_list("slug", "name")[:CHOICES])

    def choose(self, articles: QuerySet[Article], value: str) -> QuerySet[Article]:
        return articles.filter(story__slug=value)


class LanguageFilter(Filter):
    title = _("language")
    parameter_name = "language"
    group = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        recent = Article.objects.order_by("-pk").values_list("language", flat=True)[:RECENT]
        found = sorted(set(recent))
        return [(code, code) for code in found] if len(found) > 1 else []

    def choose(self, articles: QuerySet[Article], value: str) -> QuerySet[Article]:
        return articles.filter(language=value)


class WatchFilter(Filter):
    """What wants a second look."""

    title = _("watch")
    parameter_name = "watch"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("override", _("Approved without a second person")),
            ("embargo", _("Under embargo")),
            ("expires", _("Will expire")),
            ("review", _("To be looked at again")),
            ("rights", _("Picture rights have run out")),
            ("sensitive", _("Sensitive content")),
        ]

    def choose(self, articles: QuerySet[Article], value: str) -> QuerySet[Article]:
        current = Revision.objects.exclude(state=Revision.State.SUPERSEDED)
        match value:
            case "override":
                return articles.filter(pk__in=current.filter(approval_overridden=True).values("article"))
            case "embargo":
                return articles.filter(embargo_until__gt=timezone.now())
            case "expires":
                return articles.filter(expires_at__gt=timezone.now())
            case "review":
                return articles.filter(review_on__lte=timezone.localdate())
            case "rights":
                over = current.filter(lead_image__rights_until__lt=timezone.localdate())
                return articles.filter(pk__in=over.values("article"))
        return articles.filter(is_sensitive=True)
