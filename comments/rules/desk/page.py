"""The page on which a rule is written, tried, replayed and put in force."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin.pages import page
from articles.admin.reading import person_of
from comments.models import Rule, RuleVersion
from comments.rules import deciding, hits, replaying
from comments.rules.desk.fields import WHAT_FOR
from comments.rules.desk.form import RuleForm
from comments.rules.desk.trying import Tried, try_out
from comments.rules.desk.versions import versions_of
from comments.rules.kinds import KINDS
from comments.rules.subject import BadOption
from comments.workflow import ACTIVATE
from common.keys import key_in
from common.nudging import nudge
from moderation.errors import Refused
from moderation.recording import history_of

LIST, CHANGE = "admin:comments_rule_changelist", "admin:comments_rule_change"
DECIDING = {"activate": deciding.activate, "retire": deciding.retire}


class RulePage:
    """One person's view of one rule, before or after an attempt to do something with it."""

    def __init__(self, request: HttpRequest, rule: Rule, kind: str) -> None:
        self.person, self.rule, self.kind = person_of(request), rule, kind
        self.kind_label = RuleVersion.Kind(kind).label
        self.may_write = self.person.has_perm("comments.change_rule")
        self.may_decide = self.person.has_perm(ACTIVATE)
        data = request.POST if request.method == "POST" else None
        self.step = data.get("step", "") if data is not None else ""
        self.reason = data.get("reason", "") if data is not None else ""
        self.said = deciding.newest(rule) if rule.pk else None
        is_decision = self.step in DECIDING
        self.form = RuleForm(None if is_decision else data, kind, rule, self.said)
        self.seen = key_in(data.get("version", "")) or 0 if data is not None else 0
        self.tried: Tried | None = None
        self.refusal = ""
        self.done = ""

    def act(self) -> str:
        """Do what the button says; where to go, or "" where the page is shown again. What was done is in ``done``."""
        try:
            if self.step in DECIDING:
                return self._decide()
            if not self.form.is_valid():
                return ""
            if self.step == "try":
                name = self.form.cleaned_data["name"]
                self.tried = try_out(self.form.to_version(), name, self.form.cleaned_data["trial"])
                return ""
            return self._store()
        except BadOption as bad:
            self.form.add_error(bad.name if bad.name in self.form.fields else None, str(bad))
        except Refused as refusal:
            self.refusal = str(refusal)
        return ""

    def _decide(self) -> str:
        DECIDING[self.step](self.rule, by=self.person, version=self.seen, reason=self.reason)
        acts = self.step == "activate"
        self.done = _("In force from now on.") if acts else _("Out of force. Its versions are kept.")
        return reverse(CHANGE, args=[self.rule.pk])

    def _store(self) -> str:
        self.rule.name = self.rule.name or self.form.cleaned_data["name"]
        said = deciding.save(
            self.rule, self.form.to_version(), by=self.person, version=self.seen or self.rule.version
        )
        if self.step != "replay":
            self.done = _(
                "Saved as version %(number)d. Comments are still asked the version in force, if there is one."
            ) % {"number": said.number}
            return reverse(CHANGE, args=[self.rule.pk])
        replay = replaying.ask(said, by=self.person)
        nudge()
        return reverse("admin:comments_rule_replay", args=[self.rule.pk, replay.pk])

    @property
    def context(self) -> dict[str, Any]:
        """What the template shows of the rule as it is stored."""
        stored = self.rule if self.rule.pk else None
        versions = versions_of(self.rule) if stored else []
        in_force = deciding.acting(self.rule) if stored else None
        replay = self.said.replays.order_by("-pk").first() if self.said else None
        told = hits.hits_of([in_force], timezone.now()) if in_force else {}
        return {
            "title": self.rule.name if stored else _("New rule: %(kind)s") % {"kind": self.kind_label},
            "page": self,
            "form": self.form,
            "rule": stored,
            "versions": versions,
            "in_force": in_force,
            "hits": told.get(in_force.pk) if in_force else None,
            "replay": replay,
            "precision": replaying.precision_of(replay) if replay else None,
            "decisions": history_of(self.rule) if stored else [],
            "what_for": WHAT_FOR[self.kind],
        }


def rule_page(request: HttpRequest, object_id: str = "") -> HttpResponse:
    """Write a rule, try it, replay it, put it in force."""
    if not person_of(request).has_perm("comments.view_rule" if object_id else "comments.add_rule"):
        raise PermissionDenied
    rule = get_object_or_404(Rule, pk=key_in(object_id) or 0) if object_id else Rule()
    said = deciding.newest(rule) if object_id else None
    kind = said.kind if said else request.GET.get("kind", "")
    if not kind and not object_id:
        return page(request, "comments/rules/kinds.html", {"title": _("New rule"), "kinds": _kinds()})
    if kind not in KINDS:
        raise Http404
    view = RulePage(request, rule, kind)
    if request.method == "POST":
        if not (view.may_decide if view.step in DECIDING else view.may_write):
            raise PermissionDenied
        if address := view.act():
            if view.done:
                messages.success(request, view.done)
            return redirect(address)
    return page(request, "comments/rules/rule.html", view.context)


def _kinds() -> list[tuple[str, Any, Any]]:
    return [(kind.value, kind.label, WHAT_FOR[kind]) for kind in RuleVersion.Kind]
