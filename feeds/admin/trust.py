"""Trust at the desk: which feeds have earned it, what it did, and the steps by which a publisher grants and withdraws it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin

from articles.admin.pages import page
from articles.admin.reading import person_of
from common.keys import key_in
from common.nudging import nudge
from feeds.models import Trust, TrustedPassage
from feeds.trusting import granting, reckoning
from feeds.trusting.gathering import figures_of, tried
from feeds.workflow import GRANT_TRUST
from moderation.errors import Refused
from moderation.models import Decision
from moderation.recording import history_of

VIEW = "feeds.view_feed"
SHOWN = 100
State = Trust.State
ORDER = [State.PROPOSED, State.GRANTED, State.DRY_RUN, State.WITHDRAWN, State.NONE]
MOST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a publisher can do, and what follows from it."""

    name: str
    label: Any
    follows: Any
    needs_reason: bool = True
    kind: str = "primary"


STEPS = {
    "begin_trial": Step(
        "begin_trial",
        gettext_lazy("Begin the trial"),
        gettext_lazy("Nothing passes. Each report that would have is noted, and what people decide of it."),
        needs_reason=False,
    ),
    "grant": Step(
        "grant",
        gettext_lazy("Grant trust"),
        gettext_lazy(
            "New reports without a doubt are published at once, without a picture and without review, in your name, for "
            "90 days. A kill or a correction by the wire ends it."
        ),
    ),
    "renew": Step(
        "grant",
        gettext_lazy("Grant it anew"),
        gettext_lazy("You have looked at what it did, and answer for it for another 90 days."),
    ),
    "end_trial": Step(
        "end_trial",
        gettext_lazy("End the trial"),
        gettext_lazy("It is not proposed again for 30 days."),
        kind="danger",
    ),
    "withdraw": Step(
        "withdraw",
        gettext_lazy("Withdraw trust"),
        gettext_lazy(
            "From now on people decide again. What was published stays, and is listed here: withdraw what should go."
        ),
        kind="danger",
    ),
}
OFFERED = {
    State.PROPOSED: ("begin_trial",),
    State.DRY_RUN: ("grant", "end_trial"),
    State.GRANTED: ("renew", "withdraw"),
}
VERBS = {"grant": granting.grant, "end_trial": granting.end_trial, "withdraw": granting.withdraw}


class TrustPage:
    """One feed's trust as a person sees it, before or after a step that was refused."""

    def __init__(self, request: HttpRequest, trust: Trust) -> None:
        self.person, self.trust = person_of(request), trust
        asked = request.POST.get("step", "") if request.method == "POST" else request.GET.get("step", "")
        self.may_decide = self.person.has_perm(GRANT_TRUST, trust)
        self.asked = next((step for name, step in self._offered if name == asked), None)
        self.asked_name = asked
        self.reason = str(request.POST.get("reason", ""))[:MOST_WORDS]
        self.version = key_in(str(request.POST.get("version", ""))) or 0
        self.refusal = ""

    @property
    def _offered(self) -> list[tuple[str, Step]]:
        names = OFFERED.get(State(self.trust.state), ()) if self.may_decide else ()
        return [(name, STEPS[name]) for name in names]

    @property
    def steps(self) -> list[tuple[str, Step]]:
        """What the person can do here."""
        return self._offered

    @cached_property
    def figures(self) -> reckoning.Figures:
        return figures_of(self.trust.feed, timezone.now())

    @cached_property
    def missing(self) -> list[str]:
        """What stands against it."""
        return reckoning.missing(self.figures)

    @cached_property
    def tried(self) -> reckoning.Tried:
        return tried(self.trust)

    @property
    def least_tried(self) -> int:
        return reckoning.LEAST_TRIED

    @cached_property
    def real(self) -> list[TrustedPassage]:
        """What it published, the newest first."""
        return list(_passages(self.trust).filter(is_real=True)[:SHOWN])

    @cached_property
    def real_count(self) -> int:
        return self.trust.passages.filter(is_real=True).count()

    @cached_property
    def noted(self) -> list[TrustedPassage]:
        """What would have passed on trial, or was left to people in spite of the trust."""
        return list(_passages(self.trust).filter(is_real=False)[:SHOWN])

    @cached_property
    def history(self) -> list[Decision]:
        """Every step, the newest first."""
        return history_of(self.trust)[::-1]

    def act(self) -> bool:
        """Do what was confirmed; whether it is done."""
        if self.asked is None:
            self.refusal = _("This cannot be done now: look at how it stands.")
            return False
        try:
            if self.asked.name == "begin_trial":
                granting.begin_trial(self.trust, by=self.person, version=self.version)
            else:
                verb = VERBS[self.asked.name]
                verb(self.trust, by=self.person, version=self.version, reason=self.reason)
        except Refused as refusal:
            self.refusal = str(refusal)
        return not self.refusal


def _passages(trust: Trust) -> QuerySet[TrustedPassage]:
    return trust.passages.select_related("item__article__section").order_by("-at", "-pk")


def trust_list(request: HttpRequest) -> HttpResponse:
    """Every feed on which people decided lately, with its record."""
    person = person_of(request)
    if not person.has_perm(VIEW):
        raise PermissionDenied
    order = Case(
        *(When(state=state, then=Value(at)) for at, state in enumerate(ORDER)), output_field=IntegerField()
    )
    rows = Trust.objects.select_related("feed__source", "feed__section").annotate(
        order=order, passed=Count("passages", filter=Q(passages__is_real=True))
    )
    lines = [
        Line(trust)
        for trust in rows.order_by("order", "feed__source__name", "pk")
        if person.has_perm(VIEW, trust)
    ]
    return page(request, "feeds/trust_list.html", {"title": _("Trust"), "lines": lines, "asks": reckoning})


class Line:
    """One feed in the list, by the figures that the last sweep kept."""

    def __init__(self, trust: Trust) -> None:
        self.trust = trust
        self.figures = reckoning.from_facts(trust.facts)
        self.missing = reckoning.missing(self.figures)
        self.passed: int = getattr(trust, "passed", 0)

    @property
    def proposal(self) -> str:
        """One sentence on how it stands."""
        if self.trust.state in {State.GRANTED, State.DRY_RUN, State.WITHDRAWN} and self.trust.why:
            return self.trust.why
        return self.missing[0] if self.missing else _("It has earned a trial.")


def trust_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """One feed's record, what its trust did, and the steps, each behind a question."""
    rows = Trust.objects.select_related("feed__source", "feed__section", "decided_by")
    trust = get_object_or_404(rows, pk=key_in(object_id) or 0)
    if not person_of(request).has_perm(VIEW, trust):
        raise PermissionDenied
    shown = TrustPage(request, trust)
    if request.method == "POST":
        if not shown.may_decide:
            raise PermissionDenied
        if shown.act():
            nudge()
            messages.success(request, _("Done, and recorded."))
            return redirect("admin:feeds_trust_change", trust.pk)
    context = {"title": str(trust.feed), "page": shown, "trust": trust}
    return page(request, "feeds/trust.html", context, status=409 if shown.refusal else 200)


@admin.register(Trust)
class TrustAdmin(ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(trust_list), name="feeds_trust_changelist"),
            path("<path:object_id>/change/", wrap(trust_page), name="feeds_trust_change"),
        ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return person_of(request).has_perm(VIEW)

    def has_view_permission(self, request: HttpRequest, obj: Trust | None = None) -> bool:
        return person_of(request).has_perm(VIEW)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Trust | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Trust | None = None) -> bool:
        return False
