"""The story list by desk, and the same as a budget to print."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from articles.admin.filing_form import open_sections
from articles.admin.pages import for_who_may, page
from articles.admin.reading import person_of
from articles.assigning import ASSIGN
from articles.story_list import STAGES, desks

READ = "articles.view_revision"


@require_GET
@for_who_may(READ)
def story_list(request: HttpRequest) -> HttpResponse:
    """What the person's desks have; ``?section=`` one of them, ``?as=budget`` to print."""
    person, now = person_of(request), timezone.now()
    sections = open_sections(person, READ)
    chosen = request.GET.get("section", "")
    shown = sections.filter(slug=chosen) if chosen else sections
    is_budget = request.GET.get("as") == "budget"
    context: dict[str, Any] = {
        "title": _("Story budget") if is_budget else _("Story list"),
        "desks": desks(shown, now),
        "sections": sections,
        "chosen": chosen,
        "stages": STAGES,
        "now": now,
        "may_assign": person.has_perm(ASSIGN),
    }
    return page(request, f"articles/{'budget' if is_budget else 'stories'}.html", context)
