"""Routing rules at the desk: the list with what each has done, and the page on which one is written and tried."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from articles.admin.pages import page
from articles.admin.reading import person_of
from common.keys import key_in
from feeds.admin.routing_form import RoutingForm
from feeds.models import Feed, ImportedItem, RoutingRule
from feeds.routing import deciding, trying
from feeds.routing.rules import Rule, rule_of
from moderation.errors import Refused

LIST = "admin:feeds_routingrule_changelist"


class RoutingPage:
    """One person's view of one rule, before or after an attempt to change it."""

    def __init__(self, request: HttpRequest, rule: RoutingRule) -> None:
        self.person, self.rule = person_of(request), rule
        self.may_write = self.person.has_perm("feeds.change_routingrule")
        data = request.POST if request.method == "POST" else None
        self.form = RoutingForm(data, instance=rule, initial={"version": rule.version})
        self.step = data.get("step", "") if data is not None else ""
        self.trial: trying.Trial | None = None
        self.refusal = ""
        self.asks_to_drop = False

    def act(self) -> str:
        """Do what the button says; what to say, or "" where the page is shown again."""
        if not self.form.is_valid():
            return ""
        rule: RoutingRule = self.form.save(commit=False)
        feeds = list(self.form.cleaned_data["feeds"])
        if self.step == "try" or (rule.is_dropping and rule.is_active):
            self.trial = self._tried(rule, feeds)
        self.asks_to_drop = bool(
            self.step != "try"
            and self.trial
            and self.trial.dropped
            and not self.form.cleaned_data["confirmed"]
        )
        if self.step == "try" or self.asks_to_drop:
            return ""
        try:
            deciding.save(rule, feeds, by=self.person, version=self.form.cleaned_data["version"] or 0)
        except Refused as refusal:
            self.refusal = str(refusal)
            return ""
        return str(
            _("The rule “%(name)s” is saved; it is asked of every report from now on.") % {"name": rule.name}
        )

    @property
    def above(self) -> str:
        """The rule that stands before this one and leaves it nothing."""
        if not self.rule.pk:
            return ""
        for position, rule in _others(self.rule):
            if (
                (position, rule.id) < (self.rule.position, self.rule.pk)
                and rule.takes_everything
                and not rule.goes_on
            ):
                return rule.name
        return ""

    def _tried(self, rule: RoutingRule, feeds: list[Feed]) -> trying.Trial:
        value = rule_of(rule, [feed.pk for feed in feeds])
        return trying.try_out(value, rule.position, _others(rule), timezone.now())


def _others(rule: RoutingRule) -> list[tuple[int, Rule]]:
    rows = RoutingRule.objects.filter(is_active=True).exclude(pk=rule.pk).prefetch_related("feeds")
    return [(row.position, rule_of(row, [feed.pk for feed in row.feeds.all()])) for row in rows]


def routing_page(request: HttpRequest, object_id: str = "") -> HttpResponse:
    """Write a rule, try it, save it."""
    asks = "feeds.view_routingrule" if object_id else "feeds.add_routingrule"
    if not person_of(request).has_perm(asks):
        raise PermissionDenied
    rule = (
        get_object_or_404(RoutingRule, pk=key_in(object_id) or 0)
        if object_id
        else RoutingRule(position=_next_position())
    )
    view = RoutingPage(request, rule)
    if request.method == "POST":
        if not view.may_write:
            raise PermissionDenied
        if said := view.act():
            messages.success(request, said)
            return redirect(LIST)
    stored = RoutingRule.objects.filter(pk=rule.pk).first()
    hits = trying.hits_lately(stored, timezone.now()) if stored else 0
    title = stored.name if stored else _("New routing rule")
    return page(
        request,
        "feeds/routing_rule.html",
        {"title": title, "page": view, "form": view.form, "rule": stored, "hits": hits, "trial": view.trial},
    )


def _next_position() -> int:
    last = RoutingRule.objects.order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + 10


@admin.register(RoutingRule)
class RoutingRuleAdmin(ModelAdmin):
    list_display = ["name", "position", "state_label", "takes", "does", "lately"]
    list_filter = ["is_active", "section", "is_dropping"]
    list_select_related = ["section"]
    search_fields = ["name", "keywords", "categories"]
    ordering = ["position", "id"]
    actions = None

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("add/", wrap(routing_page), name="feeds_routingrule_add"),
            path("<path:object_id>/change/", wrap(routing_page), name="feeds_routingrule_change"),
        ]
        return own + [url for url in super().get_urls() if url.name == "feeds_routingrule_changelist"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # what it did names it; it goes out of force instead

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoutingRule]:
        since = timezone.now() - trying.LOOKS_BACK
        rules: QuerySet[RoutingRule] = super().get_queryset(request)
        return rules.prefetch_related("feeds").annotate(
            taken=Count("hits", filter=Q(hits__at__gte=since), distinct=True),
            came=Value(ImportedItem.objects.filter(received_at__gte=since).count()),
        )

    @admin.display(description=_("state"), ordering="is_active")
    def state_label(self, rule: RoutingRule) -> str:
        return str(_("In force") if rule.is_active else _("Out of force"))

    @admin.display(description=_("takes"))
    def takes(self, rule: RoutingRule) -> str:
        parts = [*(str(feed) for feed in rule.feeds.all()), *rule.categories, *rule.keywords, *rule.languages]
        parts += [f"– {word}" for word in rule.without_keywords]
        parts += [f"≤ {rule.most_urgency}"] if rule.most_urgency else []
        shown = ", ".join(map(str, parts[:6]))
        return (f"{shown} …" if len(parts) > 6 else shown) or str(_("everything"))

    @admin.display(description=_("does"))
    def does(self, rule: RoutingRule) -> str:
        if rule.is_dropping:
            return str(_("drop"))
        parts = [rule.section.name] if rule.section else []
        parts += [f"#{tag}" for tag in rule.tags]
        parts += [f"{rule.priority:+d}"] if rule.priority else []
        return ", ".join(parts)

    @admin.display(description=_("took in 30 days"), ordering="taken")
    def lately(self, rule: RoutingRule) -> SafeString | str:
        taken: int = getattr(rule, "taken", 0)
        if not taken:
            return str(_("Nothing: is it still needed?")) if rule.is_active else "0"
        words = ngettext("%(count)s report", "%(count)s reports", taken) % {"count": taken}
        if verdict := trying.verdict(getattr(rule, "came", 0), taken):
            words = f"{words}. {verdict}"
        return format_html(
            '<a href="{}?rule_hits__rule={}">{}</a>',
            reverse("admin:feeds_importeditem_changelist"),
            rule.pk,
            words,
        )
