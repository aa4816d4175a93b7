"""The pages of the assignments: a list by desk, a new one, and one with what may be done with it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from articles import assigning
from articles.admin.assignment_form import AssignmentForm
from articles.admin.filing_form import open_sections
from articles.admin.pages import for_who_may, page
from articles.admin.reading import find, person_of
from articles.admin.views import EDIT_PAGE
from articles.models import Article, Assignment, Revision, Section
from common.nudging import nudge
from moderation.errors import Refused
from moderation.recording import history_of

READ = "articles.view_revision"
SHOWN = 200


@require_GET
@for_who_may(READ)
def listing(request: HttpRequest) -> HttpResponse:
    """Open work of the person's desks, what is due first; ``?show=mine``, ``closed``; ``?section=``."""
    person, show = person_of(request), request.GET.get("show", "")
    found = assignments_for(person)
    if section := request.GET.get("section", ""):
        found = found.filter(section__slug=section)
    if show == "mine":
        found = found.filter(assignee=person)
    context = {
        "title": _("Assignments"),
        "assignments": _closed(found)[:SHOWN] if show == "closed" else _open(found)[:SHOWN],
        "show": show,
        "chosen": section,
        "sections": open_sections(person, READ),
        "may_assign": person.has_perm(assigning.ASSIGN),
        "now": timezone.now(),
    }
    return page(request, "articles/assignments.html", context)


@require_http_methods(["GET", "POST"])
@for_who_may(assigning.ASSIGN)
def new(request: HttpRequest) -> HttpResponse:
    """Give out work; ``?article=`` about that article."""
    person, article = person_of(request), _article(request)
    initial = {
        **_initial(article, request.GET.get("section", "")),
        "assignee": request.GET.get("assignee", ""),
    }
    form = AssignmentForm(person, request.POST or None, **initial)
    if request.method == "POST" and form.is_valid():
        try:
            given = assigning.assign(form.work(), by=person, article=article)
            nudge()
            messages.success(request, _("Assigned.") if given.assignee_id else _("Noted as an idea."))
            return redirect(EDIT_PAGE, article.pk) if article else redirect("desk:assignment", given.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "article": article, "title": _("New assignment")}
    return page(request, "articles/assignment.html", context)


@require_http_methods(["GET", "POST"])
@for_who_may(READ)
def one(request: HttpRequest, key: int) -> HttpResponse:
    """One assignment for ever; changed here by who gives out work, finished by who has it."""
    person, assignment = person_of(request), _find(request, key)
    may_change = assignment.is_open and person.has_perm(assigning.ASSIGN, assignment)
    step, refusal = request.POST.get("step", ""), ""
    is_edit = request.method == "POST" and step == "change"
    form = AssignmentForm(person, request.POST if is_edit else None, assignment) if may_change else None
    if request.method == "POST":
        try:
            if leads_to := _act(request, assignment, step, form):
                nudge()
                return leads_to
        except Refused as why_not:
            refusal, assignment = str(why_not), _find(request, key)
    context = {
        "title": assignment.title,
        "assignment": assignment,
        "form": form,
        "refusal": refusal,
        "may_change": may_change,
        "may_finish": assignment.is_open and assigning.may_finish(assignment, person),
        "may_begin": _may_begin(assignment, person),
        "decisions": history_of(assignment),
        "now": timezone.now(),
    }
    return page(request, "articles/assignment.html", context, status=409 if refusal else 200)


def assignments_for(person: User) -> QuerySet[Assignment]:
    """The assignments of the person's desks, and those that are the person's own."""
    sections = open_sections(person, READ)
    found: QuerySet[Assignment] = Assignment.objects.filter(
        Q(section__in=sections) | Q(assignee=person)
    ).select_related("section", "assignee", "assigned_by", "article")
    return found


def _open(found: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return found.filter(state=Assignment.State.OPEN).order_by(F("due_at").asc(nulls_last=True), "pk")


def _closed(found: QuerySet[Assignment]) -> QuerySet[Assignment]:
    return found.exclude(state=Assignment.State.OPEN).order_by("-closed_at", "-pk")


def _act(
    request: HttpRequest, assignment: Assignment, step: str, form: AssignmentForm | None
) -> HttpResponse | None:
    """Take the step. None where the form needs mending. Raises Refused."""
    person, seen = person_of(request), request.POST.get("version", "")
    version = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    if step == "begin":
        draft: Revision = assigning.begin(assignment, by=person, version=version)
        return redirect(EDIT_PAGE, draft.article_id)
    if step == "finish":
        assigning.finish(assignment, by=person, version=version)
        messages.success(request, _("Done."))
    elif step == "drop":
        assigning.drop(assignment, by=person, version=version)
        messages.success(request, _("Dropped."))
    elif step == "change" and form is not None:
        if not form.is_valid():
            return None
        assigning.reassign(assignment, form.work(), by=person, version=version)
        messages.success(request, _("Saved."))
    else:
        raise PermissionDenied
    return redirect("desk:assignment", assignment.pk)


def _may_begin(assignment: Assignment, person: User) -> bool:
    return (
        assignment.is_open
        and assignment.article_id is None
        and person.has_perm("articles.write_revision", assignment)
        and (assignment.assignee_id in (None, person.pk) or person.has_perm(assigning.ASSIGN, assignment))
    )


def _find(request: HttpRequest, key: int) -> Assignment:
    """The assignment; 404 if there is none, 403 if it is another desk's and another person's."""
    person = person_of(request)
    if key >= 2**63:
        raise Http404
    found = get_object_or_404(
        Assignment.objects.select_related("section", "assignee", "assigned_by", "article__section"), pk=key
    )
    if found.assignee_id != person.pk and not person.has_perm(READ, found):
        raise PermissionDenied
    return found


def _article(request: HttpRequest) -> Article | None:
    key = request.GET.get("article", "")
    return find(request, key, assigning.ASSIGN) if key else None


def _initial(article: Article | None, section: str) -> dict[str, Any]:
    if article is None:
        return {"section": Section.objects.filter(slug=section).values_list("pk", flat=True).first()}
    text = article.revisions.order_by("-pk").defer("body").first()
    return {"title": text.headline if text else article.slug, "section": article.section_id}
