"""A person's own pages: the decisions that restrict what is theirs, each with its statement of reasons and the way to appeal."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people import person_of
from common.nudging import nudge
from moderation.appeals import filing
from moderation.appeals.appealables import all_appealables, appealable_of
from moderation.appeals.filing import AppealedBefore
from moderation.appeals.forms import AppealForm
from moderation.appeals.statements import Statement
from moderation.errors import NotAllowed, Refused
from moderation.models import Appeal, Decision
from moderation.recording import latest_decision
from moderation.wording import reason_of

SHOWN = 50  # newest statements of a person
UNPROCESSABLE, FORBIDDEN = 422, 403


@require_safe
@never_cache
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """Every decision that restricts something of the signed-in person, newest first."""
    person = person_of(request)
    statements: list[Statement] = []
    for appealable in all_appealables():
        decisions = appealable.decisions_on(person).select_related("by", "evidence").order_by("-pk")
        statements += appealable.statements(list(decisions[:SHOWN])).values()
    statements.sort(key=lambda statement: statement.decision.at, reverse=True)
    appeals = Appeal.objects.filter(
        decision__in=[statement.decision for statement in statements], side=Appeal.Side.AFFECTED
    )
    of_decision = {appeal.decision_id: appeal for appeal in appeals}
    rows = [(statement, of_decision.get(statement.decision.pk)) for statement in statements[:SHOWN]]
    return render(request, "moderation/appeals/own.html", {"rows": rows})


@require_safe
@never_cache
@login_required
def statement(request: HttpRequest, decision_id: int) -> HttpResponse:
    """The statement of reasons, for whom the decision restricts; and what became of their appeal."""
    return _page(request, _statement(request, decision_id), AppealForm())


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def appeal(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Object to the decision: a page that shows its reasons above the form."""
    found = _statement(request, decision_id)
    form = AppealForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = UNPROCESSABLE if form.is_bound else 200
        return _page(request, found, form, "moderation/appeals/appeal.html", status)
    try:
        filing.file(found.decision, form.cleaned_data["words"], by=person_of(request))
    except AppealedBefore:
        return redirect("redress:statement", decision_id)
    except Refused as refusal:
        form.add_error("words", str(refusal))
        status = FORBIDDEN if isinstance(refusal, NotAllowed) else UNPROCESSABLE
        return _page(request, found, form, "moderation/appeals/appeal.html", status)
    nudge()
    return redirect("redress:statement", decision_id)


def _statement(request: HttpRequest, decision_id: int) -> Statement:
    """404 for any that is not about the person: whether there is one is nobody else's business."""
    decision = get_object_or_404(Decision.objects.select_related("by", "evidence"), pk=decision_id)
    appealable = appealable_of(decision.kind)
    if appealable is None or decision.name not in appealable.restricts:
        raise Http404
    found = appealable.statements([decision]).get(decision.pk)
    if found is None or found.person != person_of(request):
        raise Http404
    return found


def _page(
    request: HttpRequest,
    found: Statement,
    form: AppealForm,
    template: str = "moderation/appeals/statement.html",
    status: int = 200,
) -> HttpResponse:
    before = filing.known(found.decision)
    answer = latest_decision(before) if before else None
    appealable = appealable_of(found.decision.kind)
    stands = appealable is not None and appealable.stands(found.decision)
    until = filing.until(found.decision)
    context = {
        "statement": found,
        "appeal": before,
        "answer": reason_of(answer) if answer else "",
        "stands": stands,
        "until": until,
        "may_appeal": before is None and stands and timezone.now() <= until,
        "appeal_form": form,
    }
    return render(request, template, context, status=status)
