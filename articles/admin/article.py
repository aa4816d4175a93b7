"""The list of articles, and the addresses of the desk's pages."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from articles.admin import history, notes, previewing, reviewers, saved_views, talk_page, views, working_copy
from articles.admin.bulk_form import acts_for
from articles.admin.filters import (
    AuthorFilter,
    LanguageFilter,
    SectionFilter,
    SourceFilter,
    StateFilter,
    StoryFilter,
    WatchFilter,
    WhoseFilter,
)
from articles.admin.reading import articles_for, for_desk, person_of, sections_of_texts
from articles.admin.working_copy import marks
from articles.banners import Banner, banners_of
from articles.finding import matching
from articles.models import Article, Revision
from articles.presence import with_people


def newest_text(article: Article) -> Revision | None:
    """The text that is worked on, else the live one, of an article read by ``for_desk``."""
    working: list[Revision] = article.working_texts  # type: ignore[attr-defined]
    return working[0] if working else article.live


def badge(state: str, label: Any) -> SafeString:
    """A state as the desk shows it everywhere."""
    return format_html('<span class="state state--{}">{}</span>', state, label)


def _flags(article: Article) -> SafeString:
    """What the desk must see of the article, in two words each."""
    banners: list[Banner] = getattr(article, "banners", [])
    flags = ((" flag--alarm" if banner.is_alarm else "", banner.short) for banner in banners if banner.short)
    return format_html_join("", ' <span class="flag{}">{}</span>', flags)


@admin.register(Article)
class ArticleAdmin(ModelAdmin):
    list_display = ["headline", "states", "section", "source", "changed", "published"]
    list_filter = [
        StateFilter,
        SectionFilter,
        WhoseFilter,
        WatchFilter,
        SourceFilter,
        AuthorFilter,
        StoryFilter,
        LanguageFilter,
    ]
    change_list_template = "articles/list.html"
    list_display_links = None
    list_fullwidth = True
    list_per_page = 50
    ordering = ["-id"]
    search_fields = ["slug"]
    show_full_result_count = False
    actions = ["act_on_many"]

    class Media:
        css = {"all": ["css/together.css", "css/writing.css", "css/pages.css", "css/wire.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles = with_people(for_desk(articles_for(person_of(request))))
        return articles.order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        return matching(queryset, search_term, sections_of_texts(person_of(request))), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list with the saved views above it, and what may be done with many."""
        person, chosen = person_of(request), saved_views.selection(request.GET)
        kept = list(saved_views.views_for(person))
        more = {
            "selection": chosen,
            "saved_views": kept,
            "own_view": next((v for v in kept if v.query == chosen and v.owner_id == person.pk), None),
            "view_form": saved_views.ViewForm(person),
            "acts": acts_for(person),
        }
        page: HttpResponse = super().changelist_view(request, {**more, **(extra_context or {})})
        return page

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list, each article with what the desk must see of it."""
        changelist: ChangeList = super().get_changelist_instance(request)
        changelist.result_list = rows = list(changelist.result_list)
        found = banners_of(article.pk for article in rows)
        for article in rows:
            article.banners = found.get(article.pk, [])
        return changelist

    @admin.action(description=_("Act on many"))
    def act_on_many(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse:
        """The list's own form goes straight to that page; this is for who posts to the list as other lists are posted to."""
        return redirect("desk:bulk")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return super().get_actions(request) if acts_for(person_of(request)) else {}

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("add/", wrap(views.new), name="articles_article_add"),
            path("<path:object_id>/change/", wrap(views.edit), name="articles_article_change"),
            path("<path:object_id>/edit/", wrap(self.edit), name="articles_article_edit"),
            path("<path:object_id>/history/", wrap(self.edit), name="articles_article_history"),
            path("<path:object_id>/preview/", wrap(previewing.preview), name="articles_article_preview"),
            path(
                "<path:object_id>/live-preview/", wrap(previewing.live), name="articles_article_live_preview"
            ),
            path(
                "<path:object_id>/working-copy/",
                working_copy.working_copy,
                name="articles_article_working_copy",
            ),
            path(
                "<path:object_id>/take-over/", wrap(working_copy.take_over), name="articles_article_take_over"
            ),
            path(
                "<path:object_id>/discard-copy/", wrap(working_copy.discard), name="articles_article_discard"
            ),
            path("<path:object_id>/reviewers/", wrap(reviewers.reviewers), name="articles_article_reviewers"),
            path(
                "<path:object_id>/reviewers/<int:link_id>/revoke/",
                wrap(reviewers.revoke),
                name="articles_article_revoke",
            ),
            path("<path:object_id>/comments/", wrap(talk_page.of_article), name="articles_article_comments"),
            path("<path:object_id>/notes/", wrap(notes.notes), name="articles_article_notes"),
            path("<path:object_id>/notes/people/", wrap(notes.people), name="articles_article_people"),
            path("<path:object_id>/texts/", wrap(history.texts), name="articles_article_texts"),
            path(
                "<path:object_id>/texts/compared/",
                wrap(history.compared),
                name="articles_article_texts_compared",
            ),
            path(
                "<path:object_id>/texts/<int:saved_id>/restore/",
                wrap(history.restore),
                name="articles_article_restore",
            ),
        ]
        return own + [url for url in super().get_urls() if url.name == "articles_article_changelist"]

    def edit(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The one page about an article has one address."""
        return redirect(views.EDIT_PAGE, object_id)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return person_of(request).has_perm("articles.write_revision")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # an article is withdrawn, never deleted

    @admin.display(description=_("headline"))
    def headline(self, article: Article) -> SafeString:
        text = newest_text(article)
        words = (text.headline if text else "") or article.slug
        return format_html(
            '<a class="desk-headline" href="{}" lang="{}">{}</a>{}{}',
            reverse(views.EDIT_PAGE, args=[article.pk]),
            article.language,
            words,
            _flags(article),
            marks([page.person for page in article.open_pages]),  # type: ignore[attr-defined]  # by with_people
        )

    @admin.display(description=_("state"))
    def states(self, article: Article) -> SafeString:
        found: list[tuple[str, Any]] = []
        if article.expired_at is not None:
            found.append(("withdrawn", _("Expired")))
        elif article.withdrawn_at is not None:
            found.append(("withdrawn", _("Withdrawn")))
        elif article.live_id is not None:
            found.append(("live", Revision.State.LIVE.label))
        found += [(text.state, text.get_state_display()) for text in article.working_texts]  # type: ignore[attr-defined]
        return format_html_join(" ", "{}", ((badge(state, label),) for state, label in found))

    @admin.display(description=_("last changed"))
    def changed(self, article: Article) -> SafeString:
        text = newest_text(article)
        if text is None:
            return SafeString("—")
        who = str(text.changed_by) if text.changed_by_id else _("The wire")
        return format_html("{}<br>{}", who, views.clock(text.changed_at))

    @admin.display(description=_("published"), ordering="published_at")
    def published(self, article: Article) -> SafeString:
        return views.clock(article.published_at) if article.published_at else SafeString("—")
