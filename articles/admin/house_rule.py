"""The page of a house rule: writing it, trying it on its examples and the archive, putting it in force."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from articles.admin.fields import LineField, LinesField
from articles.admin.reading import person_of
from articles.house_rules import deciding
from articles.house_rules.proving import Proof, prove
from articles.house_rules.replaying import LAST, Replay, replay, verdict
from articles.house_rules.searching import BadPattern, compiled
from articles.models import HouseRule, Section
from moderation.errors import Refused
from moderation.recording import history_of

PAGE = "admin:articles_houserule_change"


class RuleForm(forms.ModelForm):
    """What a rule says, and the examples that prove it."""

    message = LineField(label=_("Message"), max_length=200, help_text=_("What the writer reads."))
    suggestion = LineField(
        label=_("Suggestion"), max_length=200, required=False, help_text=_("What to write instead.")
    )
    examples_match = LinesField(
        label=_("Must be found in"),
        max_length=4_000,
        help_text=_("One example a line."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    examples_not = LinesField(
        label=_("Must not be found in"),
        max_length=4_000,
        help_text=_("One example a line."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    section = forms.ModelChoiceField(
        Section.objects.all(), label=_("Section"), required=False, empty_label=_("Every section")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = HouseRule
        fields = ["name", *deciding.FIELDS, "examples_match", "examples_not"]

    def clean(self) -> dict[str, Any]:
        """A pattern that cannot be read is sent back at its field."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "pattern" in cleaned:
            try:
                compiled(cleaned["pattern"], is_expression=bool(cleaned.get("is_expression")))
            except BadPattern as bad:
                self.add_error("pattern", str(bad))
        return cleaned


class RulePage:
    """One person's view of one rule, before or after an attempt to change it."""

    def __init__(self, request: HttpRequest, rule: HouseRule) -> None:
        self.person, self.rule = person_of(request), rule
        self.may_write = self.person.has_perm("articles.change_houserule")
        self.may_activate = self.person.has_perm("articles.activate_rule")
        data = request.POST if request.method == "POST" else None
        self.form = RuleForm(data, instance=rule, initial={"version": rule.version})
        self.step = data.get("step", "") if data is not None else ""
        self.replay: Replay | None = None
        self.refusal = ""

    def act(self) -> str:
        """Do what the button says; returns what to say, or "" where the page is shown again."""
        if not self.form.is_valid():
            return ""
        if self.step == "try":
            self.replay = replay(self.form.instance)
            return ""
        try:
            return self._store()
        except Refused as refusal:
            self.refusal = str(refusal)
            return ""

    @property
    def proof(self) -> Proof | None:
        """How the examples come out; nothing before there is a pattern that can be read."""
        readable = self.rule.pattern and "pattern" not in self.form.errors
        return prove(self.form.instance) if readable else None

    @property
    def context(self) -> dict[str, Any]:
        stored = HouseRule.objects.filter(pk=self.rule.pk).first()
        in_force = deciding.in_force(self.rule) if self.rule.pk else None
        return {
            "title": self.rule.name or _("New house rule"),
            "page": self,
            "form": self.form,
            "rule": stored,
            "in_force": in_force,
            "differs": in_force and stored and deciding.facts_of(stored) != deciding.facts_of(in_force),
            "verdict": verdict(stored.looked_at, stored.hits) if stored else "",
            "decisions": history_of(stored) if stored else [],
            "last": LAST,
        }

    def _store(self) -> str:
        rule = self.form.save(commit=False)
        version = int(self.form.cleaned_data["version"] or 0)
        if self.step == "retire":
            deciding.retire(HouseRule.objects.get(pk=rule.pk), by=self.person, version=version)
            return str(_("Out of force. Its versions are kept."))
        rule = deciding.save(rule, by=self.person, version=version)
        if self.step != "activate":
            return str(_("Saved. Texts are still asked the version in force, if there is one."))
        try:
            deciding.activate(rule, by=self.person, version=rule.version)
        except Refused:
            data = cast(QueryDict, self.form.data).copy()
            data["version"] = str(rule.version)  # saved, but not in force
            self.form.data = data
            raise
        return str(_("In force from now on."))


def rule_page(request: HttpRequest, object_id: str = "") -> HttpResponse:
    """Write a rule, try it, put it in force."""
    person = person_of(request)
    if not person.has_perm("articles.view_houserule"):
        raise PermissionDenied
    key = object_id if object_id.isdecimal() and len(object_id) < 18 else "0"
    rule = get_object_or_404(HouseRule, pk=key) if object_id else HouseRule()
    page = RulePage(request, rule)
    if request.method == "POST":
        if not page.may_write:
            raise PermissionDenied
        if said := page.act():
            messages.success(request, said)
            return redirect(PAGE, page.form.instance.pk)
    context = {**admin.site.each_context(request), **page.context}
    return render(request, "articles/house_rule.html", context)


@admin.register(HouseRule)
class HouseRuleAdmin(ModelAdmin):
    list_display = ["name", "pattern", "state_label", "severity", "language", "section", "found"]
    list_filter = ["state", "severity", "section"]
    list_select_related = ["section"]
    search_fields = ["name", "pattern", "message"]
    actions = None

    class Media:
        css = {"all": ["css/writing.css"]}

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("add/", wrap(rule_page), name="articles_houserule_add"),
            path("<path:object_id>/change/", wrap(rule_page), name="articles_houserule_change"),
        ]
        return own + [url for url in super().get_urls() if url.name == "articles_houserule_changelist"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a rule goes out of force, and can come back

    @admin.display(description=_("state"), ordering="state")
    def state_label(self, rule: HouseRule) -> str:
        return rule.get_state_display()

    @admin.display(description=_("found in"), ordering="hits")
    def found(self, rule: HouseRule) -> str:
        counts = _("%(hits)s of %(number)s texts") % {"hits": rule.hits, "number": rule.looked_at}
        return f"{counts}. {verdict(rule.looked_at, rule.hits)}" if rule.looked_at else "—"
