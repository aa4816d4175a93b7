"""What the editing page answers to a program: the outcome of a save as JSON."""

from typing import Any

from django.http import HttpRequest, JsonResponse

from articles.admin.desk_page import DeskPage
from articles.saving import printed


def wants_json(request: HttpRequest) -> bool:
    """Whether JSON is asked for before HTML."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def page_as_json(page: DeskPage, said: str) -> JsonResponse:
    """200 with the version and the words that stand now, as they were stored; 409 with base, mine and theirs of what overlaps; 422 with what is wrong."""
    answer: dict[str, Any] = {
        "said": said,
        "joined": page.joined,
        "version": page.text.version,
        "state": page.text.state,
    }
    if said:
        page.text.refresh_from_db()
        stored = {"version": page.text.version, "state": page.text.state, "text": printed(page.text)}
        return JsonResponse(answer | stored)
    if page.conflict:
        overlaps = page.question.as_json() if page.question else []
        return JsonResponse({**answer, "conflict": page.conflict, "overlaps": overlaps}, status=409)
    forms = [form for form in (page.text_form, page.filing_form) if form is not None and form.is_bound]
    errors = {form.add_prefix(name): list(words) for form in forms for name, words in form.errors.items()}
    return JsonResponse({**answer, "refusal": page.refusal, "errors": errors}, status=422)
