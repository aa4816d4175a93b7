"""The pages of a report: the form, its own page with receipt and outcome, and the person's list."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.people import person_of
from comments import views
from comments.hints import sending
from comments.models import Comment, Report
from comments.refusals import Closed, TooSoon
from comments.reporting import appealing, filing, limiting, links
from comments.reporting.filing import ReportedBefore
from comments.reporting.forms import ReportForm
from comments.reporting.grounds import CORRECTION, GROUNDS
from common.nudging import nudge
from moderation.errors import Refused

UNPROCESSABLE, TOO_MANY, FORBIDDEN, GONE = 422, 429, 403, 410
SHOWN = 50  # of a person's own reports


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Ask what is wrong with the comment; on a POST store it and lead to the receipt."""
    comment = views.said(comment_id)
    person = request.user if isinstance(request.user, User) else None
    if not comment.is_visible:
        return render(request, "comments/reporting/gone.html", {"article": comment.article}, status=GONE)
    if person and (known := Report.objects.filter(comment=comment, reporter=person).first()):
        return redirect(links.path_of(known))
    form = ReportForm(request.POST or None, is_known=person is not None)
    if request.method != "POST":
        return _page(request, comment, form)
    if not form.is_valid():
        return _page(request, comment, form, UNPROCESSABLE)
    return _take(request, comment, form, person)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """What was reported and what became of it, for whoever holds the link; a POST confirms the address."""
    found = links.find(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        filing.confirm(found)
        nudge()
        return redirect("comments:report_receipt", token)
    context = {
        "report": found,
        "comment": found.comment,
        "article": found.comment.article,
        "token": token,
        **appealing.state_of(found),
    }
    answer = render(request, "comments/reporting/receipt.html", context)
    answer.headers["Referrer-Policy"] = "no-referrer"  # the address is the key
    return answer


@require_safe
@never_cache
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """Everything that the signed-in person has reported, newest first."""
    reports = Report.objects.filter(reporter=person_of(request)).order_by("-pk")
    found = list(reports.select_related("comment__author", "comment__article__live")[:SHOWN])
    return render(request, "comments/reporting/own.html", {"reports": found})


def _take(request: HttpRequest, comment: Comment, form: ReportForm, person: User | None) -> HttpResponse:
    notice = form.notice()
    if form.cleaned_data["website"]:  # no person sees that field; whoever fills it in learns nothing
        return render(request, "comments/reporting/thanks.html", {"article": comment.article})
    try:
        limiting.require_pace(request, notice.email)
        if notice.ground == CORRECTION and person is not None:
            # The desk's to answer, not a moderator's to decide on.
            sending.send(comment, by=person, words=notice.words)
            nudge()
            return render(request, "comments/reporting/at_the_desk.html", {"article": comment.article})
        filed = filing.file(comment, notice, by=person)
    except ReportedBefore as refusal:
        if person is not None:
            return redirect(links.path_of(refusal.report))
        # Whether somebody else's address has reported this is nobody's business.
        return render(request, "comments/reporting/thanks.html", {"article": comment.article})
    except Refused as refusal:
        form.add_error(None, str(refusal))
        answer = _page(request, comment, form, _status(refusal))
        if isinstance(refusal, limiting.TooMany):
            answer.headers["Retry-After"] = str(refusal.seconds)
        return answer
    nudge()
    if person is None and filed.email:
        return render(request, "comments/reporting/thanks.html", {"article": comment.article})
    return redirect(links.path_of(filed))


def _page(request: HttpRequest, comment: Comment, form: ReportForm, status: int = 200) -> HttpResponse:
    context = {"article": comment.article, "comment": comment, "report_form": form, "grounds": GROUNDS}
    return render(request, "comments/reporting/report.html", context, status=status)


def _status(refusal: Refused) -> int:
    if isinstance(refusal, limiting.TooMany | limiting.StillOpen | TooSoon):
        return TOO_MANY
    return GONE if isinstance(refusal, Closed) else FORBIDDEN
