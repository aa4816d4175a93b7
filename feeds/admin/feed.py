"""Feeds at the desk."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from articles import restrictions
from common.nudging import nudge
from feeds import health
from feeds.fetching import polling
from feeds.fetching.folders import BAD_NAME, is_well_named
from feeds.models import Feed
from feeds.models.feed import FOLDER
from feeds.parsing.links import canonical, web_address

HEALTH_COLOURS = {
    Feed.Health.WELL: "success",
    Feed.Health.FAILING: "danger",
    Feed.Health.MUTED: "warning",
    Feed.Health.NEW: "info",
}
SHOWN_POLLS = 10


class FeedForm(forms.ModelForm):
    """A feed's address is checked before it is stored; whether a feed answers there is seen at the first poll."""

    restrictions = forms.MultipleChoiceField(
        label=_("Restrictions of its items"),
        choices=lambda: restrictions.LABELS.items(),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("What the contract with the source says; each item adds its own."),
    )

    class Meta:
        model = Feed
        fields = ["url", "title", "source", "section", "interval_minutes", "rights", "restrictions"]

    def clean_restrictions(self) -> list[str]:
        """The days of an archive that were set elsewhere stay."""
        days = restrictions.own_days(self.instance.restrictions)
        asked: list[str] = self.cleaned_data["restrictions"]
        return restrictions.kept([*asked, restrictions.term(days)] if days else asked)

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url.startswith(FOLDER):
            if not is_well_named(url):
                raise ValidationError(gettext(BAD_NAME))
            return self._not_there_yet(url)
        if "://" not in url and "." in url.partition("/")[0]:
            url = f"https://{url}"
        if not web_address(url):
            raise ValidationError(_("A feed's address begins with http:// or https:// and names a host."))
        return self._not_there_yet(url)

    def _not_there_yet(self, url: str) -> str:
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
        (
            None,
            {"fields": ["url", "title", "source", "section", "interval_minutes", "rights", "restrictions"]},
        ),
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
        polls = feed.fetches.all()[:SHOWN_POLLS]
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
