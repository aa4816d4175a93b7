"""The list of rules in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from comments.models import Rule, RuleVersion
from comments.rules import hits
from comments.rules.desk.page import rule_page
from comments.rules.desk.replay import replay_page

COLOURS = {"active": "success", "draft": "info", "retired": ""}


@admin.register(Rule)
class RuleAdmin(ModelAdmin):
    list_display = ["name", "shown_state", "kind", "effect", "place", "lately"]
    list_filter = ["state"]
    search_fields = ["name"]
    ordering = ["name"]
    actions = None
    _hits: dict[int, hits.Hits] = {}

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("add/", wrap(rule_page), name="comments_rule_add"),
            path("<path:object_id>/change/", wrap(rule_page), name="comments_rule_change"),
            path("<int:object_id>/replay/<int:replay_id>/", wrap(replay_page), name="comments_rule_replay"),
        ]
        return own + [url for url in super().get_urls() if url.name == "comments_rule_changelist"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # decisions name it; it goes out of force instead

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rule]:
        rules: QuerySet[Rule] = super().get_queryset(request)
        return rules.prefetch_related("versions__section")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        # Once for the whole list; the columns look it up.
        acting = RuleVersion.objects.filter(activated_at__isnull=False, retired_at=None)
        self._hits = hits.hits_of(list(acting), timezone.now())
        return super().changelist_view(request, extra_context)

    @display(description=_("state"), label=COLOURS, ordering="state")  # type: ignore[untyped-decorator]
    def shown_state(self, rule: Rule) -> tuple[str, str]:
        return rule.state, rule.get_state_display()

    @admin.display(description=_("looks for"))
    def kind(self, rule: Rule) -> str:
        version = _shown(rule)
        return version.get_kind_display() if version else "–"

    @admin.display(description=_("what follows"))
    def effect(self, rule: Rule) -> str:
        version = _shown(rule)
        if version is None:
            return "–"
        if version.effect == RuleVersion.Effect.POINTS:
            return str(_("%(points)d points") % {"points": version.points})
        return str(_("hold") if version.effect == RuleVersion.Effect.HOLD else _("flag"))

    @admin.display(description=_("where"))
    def place(self, rule: Rule) -> str:
        version = _shown(rule)
        if version is None:
            return "–"
        parts = [version.section.name] if version.section else []
        parts += [version.language] if version.language else []
        parts += [str(_("article %(number)d") % {"number": version.article_id})] if version.article_id else []
        return ", ".join(parts) or str(_("everywhere"))

    @admin.display(description=_("spoke in 30 days"))
    def lately(self, rule: Rule) -> str:
        acting = next((one for one in rule.versions.all() if one.activated_at and not one.retired_at), None)
        told = self._hits.get(acting.pk) if acting else None
        if told is None:
            return "–"
        counts = _("%(count)d of %(number)d comments") % {"count": told.count, "number": told.looked_at}
        return f"{counts}. {told.verdict}" if told.verdict else str(counts)


def _shown(rule: Rule) -> RuleVersion | None:
    """The version in force, or else the newest."""
    versions = list(rule.versions.all())
    acting = next((one for one in versions if one.activated_at and not one.retired_at), None)
    return acting or (versions[0] if versions else None)
