"""The list of feeds: what needs somebody first, with what can be done about it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import RedirectView
from unfold.admin import ModelAdmin

from articles.admin.reading import person_of
from common.nudging import nudge
from feeds.admin import feed_adding, feed_history, feed_lists, feed_many, feed_page
from feeds.admin.feed_filters import FolderFilter, SectionFilter, SourceFilter, StateFilter
from feeds.fetching import polling
from feeds.health.counting import bars_of
from feeds.health.describing import picture_of
from feeds.health.needing import NEED
from feeds.health.repairs import note
from feeds.models import Feed


@admin.register(Feed)
class FeedAdmin(ModelAdmin):
    list_display = ["__str__"]
    list_filter = [StateFilter, FolderFilter, SectionFilter, SourceFilter]
    list_select_related = ["source", "section", "subscription"]
    list_per_page = 100
    search_fields = ["title", "url", "source__name", "folder"]
    show_full_result_count = False
    change_list_template = "feeds/feeds.html"
    actions = ["poll_now", "mute", "unmute", "into_folder", "into_section"]

    class Media:
        css = {"all": ["css/writing.css", "css/pages.css", "css/feeds.css"]}

    def get_ordering(self, request: HttpRequest) -> Any:
        return [NEED, "folder", "source__name", "title", "pk"]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False  # its items are the provenance of articles: a feed that is not wanted is muted

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, each feed with how it is, what can be done, and what it brought."""
        changelist = super().get_changelist_instance(request)
        changelist.result_list = rows = list(changelist.result_list)
        now, person = timezone.now(), person_of(request)
        bars = bars_of([feed.pk for feed in rows], now)
        for feed in rows:
            feed.picture, feed.bars = picture_of(feed, now), bars[feed.pk]
            feed.may_change = person.has_perm("feeds.change_feed", feed)
        return changelist

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        acts = self.get_action_choices(request, default_choices=[])
        page: HttpResponse = super().changelist_view(request, {"acts": acts, **(extra_context or {})})
        return page

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        to_page = RedirectView.as_view(pattern_name="admin:feeds_feed_change")
        pages: list[tuple[str, Callable[..., Any], str]] = [
            ("add/", feed_adding.add_page, "add"),
            ("add/list/", feed_lists.list_page, "add_list"),
            ("list.opml", feed_lists.download, "opml"),
            ("<path:object_id>/change/", feed_page.feed_page, "change"),
            ("<path:object_id>/history/", to_page, "history"),
            ("<path:object_id>/mend/", feed_page.mend, "mend"),
            ("<path:object_id>/polls/<int:poll>/body/", feed_history.body, "body"),
            ("<path:object_id>/polls/<int:poll>/replay/", feed_history.replay_page, "replay"),
        ]
        own = [path(route, wrap(view), name=f"feeds_feed_{name}") for route, view, name in pages]
        return own + [url for url in super().get_urls() if url.name == "feeds_feed_changelist"]

    @admin.action(description=_("Poll now"), permissions=["change"])
    def poll_now(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        asked = polling.ask_now(_own(request, queryset))
        nudge()
        words = ngettext("%(count)s feed is polled now.", "%(count)s feeds are polled now.", asked)
        messages.success(request, words % {"count": asked})

    @admin.action(description=_("Mute: poll no more"), permissions=["change"])
    def mute(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        feeds = [feed for feed in _own(request, queryset) if feed.health != Feed.Health.MUTED]
        muted = polling.mute(feeds)
        _note_health(request, feeds)
        words = ngettext(
            "%(count)s feed is muted: it is polled no more, its reports stay.",
            "%(count)s feeds are muted: they are polled no more, their reports stay.",
            muted,
        )
        messages.success(request, words % {"count": muted})

    @admin.action(description=_("Unmute: poll again"), permissions=["change"])
    def unmute(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        muted = [feed for feed in _own(request, queryset) if feed.health == Feed.Health.MUTED]
        asked = polling.ask_now(muted)
        _note_health(request, muted)
        nudge()
        words = ngettext(
            "%(count)s feed was muted and is polled again.",
            "%(count)s feeds were muted and are polled again.",
            asked,
        )
        messages.success(request, words % {"count": asked})

    @admin.action(description=_("Move to a folder"), permissions=["change"])
    def into_folder(self, request: HttpRequest, queryset: QuerySet[Feed]) -> HttpResponse | None:
        return feed_many.into_folder(request, _own(request, queryset))

    @admin.action(description=_("Set the section"), permissions=["change"])
    def into_section(self, request: HttpRequest, queryset: QuerySet[Feed]) -> HttpResponse | None:
        return feed_many.into_section(request, _own(request, queryset))


def _note_health(request: HttpRequest, feeds: Iterable[Feed]) -> None:
    for feed in feeds:
        note(feed, person_of(request), ["health"])


def _own(request: HttpRequest, feeds: Iterable[Feed]) -> list[Feed]:
    """Those that the person looks after; the others are said to be left alone."""
    person, chosen = person_of(request), list(feeds)
    own = [feed for feed in chosen if person.has_perm("feeds.change_feed", feed)]
    if others := len(chosen) - len(own):
        words = ngettext(
            "%(count)s feed is of another section and is left as it is.",
            "%(count)s feeds are of other sections and are left as they are.",
            others,
        )
        messages.warning(request, words % {"count": others})
    return own
