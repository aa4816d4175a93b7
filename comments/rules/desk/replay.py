"""The page of a replay: how far it is, and what it found."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from articles.admin.pages import page
from articles.admin.reading import person_of
from comments.models import Comment, Replay
from comments.rules.desk.trying import Piece, pieces_of
from comments.rules.replaying import APPROVED, REFUSED, UNDECIDED, precision_of
from comments.workflow import ACTIVATE

WAIT = 3  # seconds between two looks while it is under way


@dataclass(frozen=True, slots=True)
class Example:
    """A comment that the rule would have spoken of."""

    comment: Comment
    outcome: str
    pieces: list[Piece]


def replay_page(request: HttpRequest, object_id: int, replay_id: int) -> HttpResponse:
    """How far it is; once it is finished what it found, mistakes first."""
    person = person_of(request)
    if not person.has_perm("comments.view_rule"):
        raise PermissionDenied
    replays = Replay.objects.select_related("version__rule", "asked_by")
    replay = get_object_or_404(replays, pk=replay_id, version__rule=object_id)
    rule = replay.version.rule
    precision = precision_of(replay)
    context: dict[str, Any] = {
        "title": _("Replay of %(version)s") % {"version": replay.version},
        "rule": rule,
        "replay": replay,
        "precision": precision,
        "undecided": replay.hits - precision.decided,
        "groups": _groups(replay) if replay.finished_at else [],
        "may_decide": person.has_perm(ACTIVATE),
        "is_newest": rule.number == replay.version.number,
    }
    response = page(request, "comments/rules/replay.html", context)
    if replay.finished_at is None:
        response.headers["Refresh"] = str(WAIT)
    return response


def _groups(replay: Replay) -> list[tuple[str, list[Example]]]:
    numbers = [example["comment"] for example in replay.examples]
    comments = Comment.objects.filter(deleted_at=None).select_related("author", "article").in_bulk(numbers)
    headings = {
        APPROVED: _("People approved these"),
        REFUSED: _("People refused these too"),
        UNDECIDED: _("Nobody decided on these"),
    }
    found: dict[str, list[Example]] = {outcome: [] for outcome in headings}
    for told in reversed(replay.examples):
        if comment := comments.get(told["comment"]):
            pieces = pieces_of(comment.text, [(start, end) for start, end in told["evidence"]])
            found[told["outcome"]].append(Example(comment, told["outcome"], pieces))
    return [(heading, found[outcome]) for outcome, heading in headings.items() if found[outcome]]
