"""Appeals of people whose report was refused, and the short way of authors to the reasons of a decision."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people import person_of
from comments.appealing.decisions import CommentDecisions, newest_effect, notice_of
from comments.models import Comment, Report
from comments.reporting import links
from common.nudging import nudge
from moderation.appeals import filing
from moderation.appeals.filing import AppealedBefore
from moderation.appeals.forms import AppealForm
from moderation.errors import NotAllowed, Refused
from moderation.recording import latest_decision
from moderation.wording import reason_of

UNPROCESSABLE, FORBIDDEN = 422, 403


def state_of(report: Report) -> dict[str, Any]:
    """Whether the report's sender may appeal, until when, and what became of it; for the report's page."""
    if report.decision is None:
        return {}
    before = filing.known(report.decision, report.pk)
    answer = latest_decision(before) if before else None
    until = filing.until(report.decision)
    may = (
        before is None
        and report.outcome == Report.Outcome.REFUSED
        and report.is_reachable
        and timezone.now() <= until
        and CommentDecisions().stands(report.decision)
    )
    return {
        "appeal": before,
        "answer": reason_of(answer) if answer else "",
        "until": until,
        "may_appeal": may,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def appeal(request: HttpRequest, token: str) -> HttpResponse:
    """Object to the decision on one's report; for whoever holds its link."""
    report = links.find(token)
    if report is None or report.decision is None or not state_of(report).get("may_appeal"):
        if report is not None and report.decision is not None:
            return redirect("comments:report_receipt", token)
        raise Http404
    form = AppealForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, report, form, UNPROCESSABLE if form.is_bound else 200)
    try:
        filing.file(report.decision, form.cleaned_data["words"], by=report.reporter, notice=notice_of(report))
    except AppealedBefore:
        return redirect("comments:report_receipt", token)
    except Refused as refusal:
        form.add_error("words", str(refusal))
        return _page(request, report, form, FORBIDDEN if isinstance(refusal, NotAllowed) else UNPROCESSABLE)
    nudge()
    return redirect("comments:report_receipt", token)


@require_safe
@never_cache
@login_required
def statement(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Lead the author to the reasons of the newest decision that restricts their comment."""
    comment = get_object_or_404(Comment, pk=comment_id, author=person_of(request))
    newest = newest_effect(comment.pk)
    if newest is None or newest.name not in CommentDecisions.restricts:
        raise Http404
    return redirect("redress:statement", newest.pk)


def _page(request: HttpRequest, report: Report, form: AppealForm, status: int = 200) -> HttpResponse:
    context = {
        "report": report,
        "comment": report.comment,
        "article": report.comment.article,
        "appeal_form": form,
        "token": links.token_of(report),
    }
    answer = render(request, "comments/reporting/appeal.html", context, status=status)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
