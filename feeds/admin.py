"""Feeds, their history and what came in, at the desk."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import display

from accounts.models import User
from common.nudging import nudge
from feeds import accepting, doubts, health, polling
from feeds.links import canonical, web_address
from feeds.models import Feed, Fetch, ImportedItem
from feeds.wire_copy import without_pictures
from moderation.admin import ReadOnly
from moderation.errors import Refused
from moderation.recording import history_of

HEALTH_COLOURS = {
    Feed.Health.WELL: "success",
    Feed.Health.FAILING: "danger",
    Feed.Health.MUTED: "warning",
    Feed.Health.NEW: "info",
}
SHOWN_POLLS = 10


class FeedForm(forms.ModelForm):
    """A feed's address is checked before it is stored; whether a feed answers there is seen at the first poll."""

    class Meta:
        model = Feed
        fields = ["url", "title", "source", "section", "interval_minutes"]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if not web_address(url):
            raise ValidationError(_("A feed's address begins with http:// or https:// and names a host."))
        for other in Feed.objects.exclude(pk=self.instance.pk).only("id", "url", "title"):
            if canonical(other.url) == canonical(url):
                raise ValidationError(_("This feed is there already: %(feed)s.") % {"feed": other})
        return url

    def clean_interval_minutes(self) -> int:
        minutes: int = self.cleaned_data["interval_minutes"]
        if minutes < 1:
            raise ValidationError(_("At least one minute must pass between two polls."))
        return minutes


@admin.register(Feed)
class FeedAdmin(ModelAdmin):
    form = FeedForm
    list_display = ["__str__", "source", "section", "how", "in_words", "last_success_at", "next_fetch_at"]
    list_filter = ["health", "section", "source"]
    list_select_related = ["source", "section"]
    search_fields = ["title", "url", "source__name"]
    actions = ["poll_now", "mute"]
    readonly_fields = ["in_words", "last_success_at", "last_item_at", "next_fetch_at", "last_polls"]
    fieldsets = [
        (None, {"fields": ["url", "title", "source", "section", "interval_minutes"]}),
        (_("State"), {"fields": ["in_words", "last_success_at", "last_item_at", "next_fetch_at"]}),
        (_("Last polls"), {"fields": ["last_polls"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Feed | None = None) -> Any:
        return self.fieldsets if obj is not None else self.fieldsets[:1]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False  # its items are the provenance of articles: a feed that is not wanted is muted

    def get_readonly_fields(self, request: HttpRequest, obj: Feed | None = None) -> Any:
        return [*self.readonly_fields, "url"] if obj is not None and obj.is_drawer else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: Feed, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "url" in form.changed_data:
            polling.ask_now([obj])
            nudge()

    @display(  # type: ignore[untyped-decorator]  # unfold ships no types
        description=_("health"), label=HEALTH_COLOURS, ordering="health"
    )
    def how(self, feed: Feed) -> tuple[str, str]:
        return feed.health, feed.get_health_display()

    @admin.display(description=_("in words"))
    def in_words(self, feed: Feed) -> str:
        return health.in_words(feed, timezone.now())

    @admin.display(description=_("polls"), empty_value="–")
    def last_polls(self, feed: Feed) -> SafeString:
        polls = feed.fetches.defer("body")[:SHOWN_POLLS]
        return render_to_string("feeds/last_polls.html", {"polls": polls})

    @admin.action(description=_("Poll now"), permissions=["change"])
    def poll_now(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        asked = polling.ask_now(queryset)
        nudge()
        words = ngettext("%(count)s feed is polled now.", "%(count)s feeds are polled now.", asked)
        messages.success(request, words % {"count": asked})

    @admin.action(description=_("Mute: poll no more"), permissions=["change"])
    def mute(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        muted = polling.mute(queryset)
        words = ngettext("%(count)s feed is muted.", "%(count)s feeds are muted.", muted)
        messages.success(request, words % {"count": muted})


@admin.register(Fetch)
class FetchAdmin(ReadOnly):
    list_display = [
        "started_at",
        "feed",
        "outcome",
        "status",
        "new",
        "updated",
        "duplicate",
        "failed",
        "told",
    ]
    list_filter = ["outcome"]
    list_select_related = ["feed"]
    search_fields = ["feed__title", "feed__url"]
    fields = ["feed", "started_at", "finished_at", "outcome", "status", "told", "evidence", "size", "new"]
    fields += ["updated", "duplicate", "failed", "headers"]
    readonly_fields = ["told"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Fetch]:
        fetches: QuerySet[Fetch] = super().get_queryset(request)
        return fetches.defer("body")

    @admin.display(description=_("in words"), empty_value="–")
    def told(self, fetch: Fetch) -> str:
        return str(_(fetch.detail)) if fetch.detail else ""


@admin.register(ImportedItem)
class ImportedItemAdmin(ReadOnly):
    list_display = ["headline", "feed", "state", "published_at", "received_at", "made"]
    list_filter = ["state", "feed"]
    list_select_related = ["feed__source", "article__section"]
    search_fields = ["headline", "link", "guid"]
    fieldsets = [
        (None, {"fields": ["headline", "state", "feed", "original", "published_at", "received_at", "made"]}),
        (_("Copy"), {"fields": ["summary", "text", "by", "credit", "sorted_as", "language"]}),
        (_("Picture"), {"fields": ["picture_url", "picture_caption", "picture_credit"]}),
        (_("Provenance"), {"fields": ["guid", "doubts_told", "duplicate_of", "updated_at", "history"]}),
    ]
    readonly_fields = ["original", "text", "by", "sorted_as", "made", "doubts_told", "history"]
    actions = ["reopen"]

    @admin.display(description=_("original"), empty_value="–")
    def original(self, item: ImportedItem) -> SafeString | str:
        if not item.link:
            return ""
        return format_html('<a href="{0}" rel="noopener noreferrer">{0}</a>', item.link)

    @admin.display(description=_("text"))
    def text(self, item: ImportedItem) -> SafeString:
        return SafeString(without_pictures(item.body))  # sanitised when it was parsed

    @admin.display(description=_("authors"), empty_value="–")
    def by(self, item: ImportedItem) -> str:
        return ", ".join(item.authors)

    @admin.display(description=_("categories"), empty_value="–")
    def sorted_as(self, item: ImportedItem) -> str:
        return ", ".join(item.categories)

    @admin.display(description=_("article"), empty_value="–")
    def made(self, item: ImportedItem) -> SafeString | str:
        if item.article is None:
            return ""
        link = reverse("admin:articles_article_change", args=[item.article.pk])
        return format_html('<a href="{}">{}</a>', link, item.article)

    @admin.display(description=_("doubts"), empty_value="–")
    def doubts_told(self, item: ImportedItem) -> str:
        return " ".join(words for _name, words in doubts.in_words(item.doubts))

    @admin.display(description=_("decisions"))
    def history(self, item: ImportedItem) -> SafeString:
        return render_to_string("moderation/history.html", {"decisions": history_of(item)})

    def has_accept_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("feeds.accept_item")

    @admin.action(description=_("Take the rejection back"), permissions=["accept"])
    def reopen(self, request: HttpRequest, queryset: QuerySet[ImportedItem]) -> None:
        for item in queryset.select_related("feed__section"):
            try:
                accepting.reopen(item, by=cast(User, request.user), version=item.version)
            except Refused as refusal:
                messages.error(request, f"{item.headline}: {refusal}")
            else:
                messages.success(request, _("“%(headline)s” waits again.") % {"headline": item.headline})
        nudge()
