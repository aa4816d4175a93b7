"""The pages of the record: a list by time, and all of it as a file."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from django.contrib import admin
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from articles.admin.filing_form import open_sections
from articles.admin.reading import person_of
from common.spreadsheets import lines
from moderation.subjects import LOOK
from moderation.workflow import all_workflows
from newsroom.record import COLUMNS, Row, Selection, rows

SHOWN = 100
# Acts that are no passage of a workflow.
OTHERS = (
    "file",
    "withdraw",
    "expire",
    "assign",
    "reassign",
    "begin",
    "finish",
    "drop",
    "replace",
    "granted",
    "revoked",
)
KEPT = ("person", "article", "section", "act", "since", "until")


@require_GET
@login_required
@permission_required(LOOK, raise_exception=True)
def record(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first; ``?before=`` leads on. What the person may not look at is not there."""
    person, selection = person_of(request), Selection.read(request.GET)
    found = list(islice(rows(person, selection, _instant(request.GET.get("before", ""))), SHOWN + 1))
    request.current_app = admin.site.name  # as the admin's own views do
    context = {
        "title": _("Who did what"),
        "rows": found[:SHOWN],
        "next": found[SHOWN - 1].at.astimezone(UTC).isoformat() if len(found) > SHOWN else "",
        "given": {name: request.GET.get(name, "") for name in KEPT},
        "query": "&".join(f"{name}={request.GET[name]}" for name in KEPT if request.GET.get(name)),
        "people": User.objects.filter(is_staff=True).order_by("display_name")[:300],
        "sections": open_sections(person, LOOK),
        "acts": _acts(),
    }
    return render(request, "newsroom/record.html", {**admin.site.each_context(request), **context})


@require_GET
@login_required
@permission_required(LOOK, raise_exception=True)
def export(request: HttpRequest) -> StreamingHttpResponse:
    """All of it as CSV, or with ``?as=json`` as one JSON object a line; sent as it is read."""
    person, selection = person_of(request), Selection.read(request.GET)
    is_json = request.GET.get("as") == "json"
    found = rows(person, selection)
    name = f"record-{timezone.localdate().isoformat()}.{'jsonl' if is_json else 'csv'}"
    return StreamingHttpResponse(
        as_json(found) if is_json else as_csv(found),
        content_type="application/jsonl; charset=utf-8" if is_json else "text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def as_csv(found: Iterator[Row]) -> Iterator[str]:
    """Head and rows, formulas defused."""
    return lines(COLUMNS, (row.facts.values() for row in found))


def as_json(found: Iterator[Row]) -> Iterator[str]:
    """One JSON object a line."""
    return (json.dumps(row.facts, ensure_ascii=False) + "\n" for row in found)


def _acts() -> list[tuple[str, str]]:
    known = {step.name: str(step.label) for workflow in all_workflows() for step in workflow.transitions}
    known |= {name: name.replace("_", " ").capitalize() for name in OTHERS if name not in known}
    return sorted(known.items(), key=lambda act: act[1])


def _instant(words: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(words)
        return found if found.tzinfo else None
    except ValueError:
        return None
