"""What came in, at the desk."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.nudging import nudge
from feeds.admin import merging
from feeds.desk import accepting
from feeds.desk.wire_copy import without_pictures
from feeds.intake import burying
from feeds.models import ImportedItem
from feeds.parsing import doubts
from feeds.versions.provenance import Origin
from moderation.admin import ReadOnly
from moderation.errors import Refused
from moderation.recording import history_of


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
        (
            _("Provenance"),
            {"fields": ["provenance", "guid", "doubts_told", "duplicate_of", "updated_at", "history"]},
        ),
    ]
    readonly_fields = ["original", "text", "by", "sorted_as", "made", "provenance", "doubts_told", "history"]
    actions = ["reopen", "delete_for_good"]

    class Media:
        css = {"all": ["css/wire.css"]}

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """The list of routing rules leads to what each of them took."""
        return lookup == "rule_hits__rule" or bool(super().lookup_allowed(lookup, value, request))

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

    @admin.display(description=_("versions"))
    def provenance(self, item: ImportedItem) -> SafeString:
        return render_to_string(
            "feeds/_provenance.html", {"panel": {"origins": [Origin(item, may_look=False)]}}
        )

    @admin.display(description=_("doubts"), empty_value="–")
    def doubts_told(self, item: ImportedItem) -> str:
        return " ".join(words for _name, words in doubts.in_words(item.doubts))

    @admin.display(description=_("decisions"))
    def history(self, item: ImportedItem) -> SafeString:
        return render_to_string("moderation/history.html", {"decisions": history_of(item)})

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [path("<path:object_id>/merge/", wrap(merging.merge), name="feeds_importeditem_merge")]
        return [*own, *super().get_urls()]

    def has_accept_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("feeds.accept_item")

    def has_bury_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("feeds.delete_importeditem")

    @admin.action(description=_("Delete for good"), permissions=["bury"])
    def delete_for_good(self, request: HttpRequest, queryset: QuerySet[ImportedItem]) -> None:
        for item in queryset.select_related("feed__section", "section"):
            try:
                burying.delete(item, by=cast(User, request.user), version=item.version, now=timezone.now())
            except Refused as refusal:
                messages.error(request, f"{item.headline}: {refusal}")
            else:
                told = _("“%(headline)s” is deleted; its feed cannot bring it back.")
                messages.success(request, told % {"headline": item.headline})

    @admin.action(description=_("Take the rejection back"), permissions=["accept"])
    def reopen(self, request: HttpRequest, queryset: QuerySet[ImportedItem]) -> None:
        for item in queryset.select_related("feed__section", "section"):
            try:
                accepting.reopen(item, by=cast(User, request.user), version=item.version)
            except Refused as refusal:
                messages.error(request, f"{item.headline}: {refusal}")
            else:
                messages.success(request, _("“%(headline)s” waits again.") % {"headline": item.headline})
        nudge()
