"""What came in, at the desk: the list, and what may be done with many at once."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from articles.admin.reading import person_of
from articles.admin.views import clock
from common.keys import key_in
from common.nudging import nudge
from feeds.admin import item_filters, item_page, item_versions, merging
from feeds.admin.finding import items_for
from feeds.desk import accepting
from feeds.intake import burying
from feeds.models import ImportedItem
from moderation.admin import ReadOnly
from moderation.errors import Refused

State = ImportedItem.State
NOT_LISTED = ("body", "summary", "sketch", "anchors", "usage_terms", "wire_note", "media")


@admin.register(ImportedItem)
class ImportedItemAdmin(ReadOnly):
    list_display = ["report", "state_label", "source", "desk", "urgent", "came", "made"]
    list_filter = [
        item_filters.StateFilter,
        item_filters.FeedFilter,
        item_filters.SectionFilter,
        item_filters.UrgencyFilter,
        item_filters.WatchFilter,
    ]
    list_select_related = ["feed__source", "feed__section", "section", "article__section", "article__live"]
    list_display_links = None
    list_fullwidth = True
    change_list_template = "feeds/item_list.html"
    search_fields = ["headline", "=link", "=guid"]
    actions = ["reject", "reopen", "delete_for_good"]

    class Media:
        css = {"all": ["css/together.css", "css/writing.css", "css/pages.css", "css/wire.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportedItem]:
        return items_for(person_of(request)).defer(*NOT_LISTED).order_by("-received_at", "-pk")

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """The list of routing rules leads to what each of them took."""
        return lookup == "rule_hits__rule" or bool(super().lookup_allowed(lookup, value, request))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, and what may be done with those that are ticked."""
        acts = [(name, label) for _act, name, label in self.get_actions(request).values()]
        more = {"acts": acts, "selection": request.GET.urlencode(), **(extra_context or {})}
        page: HttpResponse = super().changelist_view(request, more)
        return page

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<path:object_id>/change/", wrap(item_page.item_page), name="feeds_importeditem_change"),
            path("<path:object_id>/merge/", wrap(merging.merge), name="feeds_importeditem_merge"),
            path(
                "<path:object_id>/versions/", wrap(item_versions.versions), name="feeds_importeditem_versions"
            ),
            path(
                "<path:object_id>/versions/<int:number>/",
                wrap(item_versions.version),
                name="feeds_importeditem_version",
            ),
        ]
        return own + [url for url in super().get_urls() if url.name == "feeds_importeditem_changelist"]

    @admin.display(description=_("headline"))
    def report(self, item: ImportedItem) -> SafeString:
        """The headline, what the desk must see at once, and the version that is looked at."""
        return format_html(
            '<a class="desk-headline" href="{}"{}>{}</a>{}<input type="hidden" name="seen-{}" value="{}">',
            reverse(item_page.ITEM, args=[item.pk]),
            format_html(' lang="{}"', item.language) if item.language else "",
            item.headline,
            format_html_join("", ' <span class="flag{}">{}</span>', _flags(item)),
            item.pk,
            item.version,
        )

    @admin.display(description=_("state"), ordering="state")
    def state_label(self, item: ImportedItem) -> SafeString:
        return item_page.state_badge(item)

    @admin.display(description=_("feed"))
    def source(self, item: ImportedItem) -> SafeString:
        feed, name = item.feed, item.feed.source.name
        own = feed.title if feed.title != name else ""
        return format_html('{}<span class="wire-list__feed">{}</span>', name, own)

    @admin.display(description=_("section"), empty_value="–")
    def desk(self, item: ImportedItem) -> str | None:
        section = item.section or item.feed.section
        return section.name if section else None

    @admin.display(description=_("urgency"), empty_value="–", ordering="urgency")
    def urgent(self, item: ImportedItem) -> int | None:
        return item.urgency

    @admin.display(description=_("received"), ordering="received_at")
    def came(self, item: ImportedItem) -> SafeString:
        return clock(item.received_at)

    @admin.display(description=_("article"), empty_value="–")
    def made(self, item: ImportedItem) -> SafeString | None:
        if item.article is None:
            return None
        link = reverse("admin:articles_article_change", args=[item.article.pk])
        words = _("Published") if item.article.is_published else _("Not out")
        told = _("The article made of “%(headline)s”") % {"headline": item.headline}
        return format_html(
            '<a class="wire-list__made" href="{}" aria-label="{}: {}">{}</a>', link, words, told, words
        )

    def has_accept_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("feeds.accept_item")

    def has_reject_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("feeds.reject_item")

    def has_bury_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("feeds.delete_importeditem")

    @admin.action(description=_("Reject"), permissions=["reject"])
    def reject(self, request: HttpRequest, queryset: QuerySet[ImportedItem]) -> None:
        done = _each(request, queryset, accepting.reject)
        if done:
            told = ngettext("%(number)s report is rejected.", "%(number)s reports are rejected.", len(done))
            messages.success(request, told % {"number": len(done)})

    @admin.action(description=_("Take the rejection back"), permissions=["accept"])
    def reopen(self, request: HttpRequest, queryset: QuerySet[ImportedItem]) -> None:
        for item in _each(request, queryset, accepting.reopen):
            messages.success(request, _("“%(headline)s” waits again.") % {"headline": item.headline})

    @admin.action(description=_("Delete for good"), permissions=["bury"])
    def delete_for_good(self, request: HttpRequest, queryset: QuerySet[ImportedItem]) -> None:
        for item in _each(request, queryset, _bury):
            told = _("“%(headline)s” is deleted; its feed cannot bring it back.")
            messages.success(request, told % {"headline": item.headline})


def _flags(item: ImportedItem) -> Iterator[tuple[str, Any]]:
    """What the desk must see of it, in two words each."""
    if item.withdrawn_at is not None:
        yield " flag--alarm", _("Withdrawn by the wire")
    elif item.wire_status != ImportedItem.WireStatus.USABLE:
        yield " flag--alarm", item.get_wire_status_display()
    if item.missing_since is not None:
        yield "", _("Vanished")
    if item.embargo_until is not None and item.embargo_until > timezone.now():
        yield "", _("Embargo")
    if item.resembles_id is not None and item.state == State.HELD:
        yield "", _("Same copy?")
    if item.is_doubtful:
        yield "", _("Doubtful")


def _each(
    request: HttpRequest, items: QuerySet[ImportedItem], verb: Callable[..., Any]
) -> list[ImportedItem]:
    """Do it with each, as the person saw it on the list; the items with which it could be done. Refusals are told."""
    done, person = [], person_of(request)
    for item in items.select_related("feed__section", "section", "article__section"):
        seen = key_in(str(request.POST.get(f"seen-{item.pk}", ""))) or item.version
        try:
            verb(item, by=person, version=seen)
        except Refused as refusal:
            messages.error(request, f"{item.headline}: {refusal}")
        else:
            done.append(item)
    nudge()
    return done


def _bury(item: ImportedItem, *, by: User, version: int) -> None:
    burying.delete(item, by=by, version=version, now=timezone.now())
