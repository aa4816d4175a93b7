"""A person's own pages of the talk: what they wrote and what became of it, whom they muted, which threads they follow."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.people import person_of
from articles.models import Article
from comments import muting
from comments.counting import VISIBLE
from comments.models import Comment, Follow, Mute
from common.keys import key_in
from moderation.models import Decision

PAGE_LENGTH = 30
S = Comment.State
OUTCOMES = {
    "shown": (_("Published"), VISIBLE),
    "waiting": (_("Waiting for review"), Q(state=S.PENDING, deleted_at=None)),
    "refused": (_("Not published"), Q(state__in=[S.REJECTED, S.SPAM], deleted_at=None)),
    "removed": (_("Removed"), Q(state=S.REMOVED, deleted_at=None)),
    "deleted": (_("Deleted by yourself"), Q(deleted_at__isnull=False)),
}


@dataclass(frozen=True, slots=True)
class Own:
    """One comment with what became of it."""

    comment: Comment
    outcome: str
    reason: str

    @property
    def label(self) -> str:
        """The outcome in words."""
        return str(OUTCOMES[self.outcome][0])


def _outcome(comment: Comment) -> str:
    if comment.deleted_at is not None:
        return "deleted"
    return {S.APPROVED: "shown", S.PENDING: "waiting", S.REMOVED: "removed"}.get(S(comment.state), "refused")


def own_comments(person: User, outcome: str = "", before: int = 0) -> tuple[list[Own], int]:
    """Newest first, and the key before which the next page begins (0: there is none). Two queries."""
    rows: QuerySet[Comment] = Comment.objects.filter(author=person)
    if outcome:
        rows = rows.filter(OUTCOMES[outcome][1])
    if before:
        rows = rows.filter(pk__lt=before)
    rows = rows.select_related("article__section", "article__live").defer("article__live__body")
    found = list(rows.order_by("-pk")[: PAGE_LENGTH + 1])
    shown = found[:PAGE_LENGTH]
    reasons = _reasons([comment.pk for comment in shown])
    own = [Own(comment, _outcome(comment), reasons.get(comment.pk, "")) for comment in shown]
    return own, shown[-1].pk if len(found) > PAGE_LENGTH else 0


def _reasons(comment_ids: list[int]) -> dict[int, str]:
    decisions = (
        Decision.objects.filter(kind=Comment._meta.label_lower, object_id__in=comment_ids)
        .order_by("object_id", "-object_version")
        .distinct("object_id")
    )
    return {key: words or "" for key, words in decisions.values_list("object_id", "evidence__words")}


@require_safe
@never_cache
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What the signed-in person wrote."""
    outcome, before = request.GET.get("outcome", ""), key_in(request.GET.get("before", "0"))
    if before is None or (outcome and outcome not in OUTCOMES):
        raise Http404
    own, following = own_comments(person_of(request), outcome, before)
    filters = [("", _("All")), *((key, label) for key, (label, _condition) in OUTCOMES.items())]
    context = {"own": own, "next": following, "outcome": outcome, "filters": filters, "is_first": not before}
    return render(request, "comments/mine.html", context)


@require_safe
@never_cache
@login_required
def muted(request: HttpRequest) -> HttpResponse:
    """Whom the signed-in person muted."""
    rows = Mute.objects.filter(person=person_of(request)).select_related("muted").order_by("-pk")
    return render(request, "comments/muted.html", {"mutes": rows[:500]})


@require_POST
@login_required
def unmute(request: HttpRequest, person_id: int) -> HttpResponse:
    """Read somebody again."""
    muting.unmute(person_of(request), person_id)
    return redirect("comments:muted")


@require_safe
@never_cache
@login_required
def followed(request: HttpRequest) -> HttpResponse:
    """Which threads the signed-in person follows."""
    rows = Follow.objects.filter(person=person_of(request), article__in=Article.objects.published())
    rows = rows.select_related("article__section", "article__live").defer("article__live__body")
    return render(request, "comments/followed.html", {"follows": rows.order_by("-pk")[:500]})
