"""How a comment waits in the queue: in its context, with what became of its author's others."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles.models import Byline
from comments import deciding, likeness
from comments.context import Context, context_of
from comments.counting import VISIBLE
from comments.measures import reaching
from comments.models import Comment
from comments.reporting import sheets
from comments.workflow import COMMENT
from moderation.likening import Group
from moderation.models import Decision, Item
from moderation.queue import Action, Face
from moderation.workflow import Words

STATES = Comment.State
# What may have become of a comment, and which count as that: approved is what still stands.
OUTCOMES = {
    STATES.APPROVED: VISIBLE,
    STATES.REJECTED: Q(state=STATES.REJECTED),
    STATES.SPAM: Q(state=STATES.SPAM),
    STATES.REMOVED: Q(state=STATES.REMOVED),
}


def rule_labels() -> dict[str, Words]:
    """What makes a comment wait, named for the filter."""
    return {
        "premoderated": _("Reviewed before it is shown"),
        "repeated": _("Written elsewhere too"),
        "edited": _("Changed after approval"),
        "reopened": _("Taken back"),
        "reported": _("Reported by readers"),
        "second-opinion": _("Two moderators disagree"),
        "hidden-field": _("Hidden field filled in"),
        "fast-form": _("Sent too fast"),
    }


@dataclass(frozen=True)
class Sheet:
    """One comment as its card prints it; ``past`` are the outcomes of the author's others, by state."""

    comment: Comment
    past: dict[str, int]
    context: Context

    @cached_property
    def text(self) -> SafeString:
        return mark_safe(self.comment.html)  # noqa: S308 — written by the one sanitiser

    @property
    def outcomes(self) -> list[tuple[str, int]]:
        """“Approved 12”, for each outcome that there was."""
        return [(str(STATES(state).label), number) for state, number in self.past.items() if number]


class CommentCard:
    """The queue's card of the talk."""

    kind = "comments.comment"
    label: Words = gettext_lazy("Comment")
    template = "comments/queue_card.html"
    undoes = frozenset({"approve", "reject", "spam", "keep", "remove"})
    coded = frozenset({"reject", "remove"})

    def faces(self, object_ids: Sequence[int], user: User) -> dict[int, Face]:
        """At most nine queries: the comments with article and parent, the outcomes of their authors' others, the reports
        with how those of the same people fared, and what stands around them."""
        found = list(
            Comment.objects.filter(pk__in=object_ids, deleted_at=None)
            .select_related("author", "parent__author", "article__section", "article__live")
            .defer("article__live__body")
            .annotate(
                by_author=Exists(
                    Byline.objects.filter(article=OuterRef("article"), author__user=OuterRef("author"))
                )
            )
        )
        past = _outcomes({comment.author_id for comment in found})
        reports = sheets.sheets_of(found)
        around = context_of(found)
        return {
            comment.pk: _face(
                comment,
                user,
                Sheet(comment, past.get(comment.author_id, {}), around[comment.pk]),
                reports.get(comment.pk, []),
            )
            for comment in found
        }

    def groups(self, object_id: int, items: QuerySet[Item]) -> list[Group]:
        """By the same author, with a link to the same place, nearly the same words, of the same campaign."""
        comment = Comment.objects.select_related("author").get(pk=object_id)
        return likeness.groups_of(comment, items)

    def decide(
        self, object_id: int, action: str, *, by: User, version: int, reason: str, reason_code: str = ""
    ) -> Decision:
        """Call the verb. Raises moderation.errors.Refused, Comment.DoesNotExist."""
        comment = Comment.objects.get(pk=object_id)
        return deciding.decide(
            comment, action, by=by, version=version, reason=reason, reason_code=reason_code
        )

    def undo(self, object_id: int, *, by: User, version: int) -> Decision:
        """Let it wait again. Raises moderation.errors.Refused, Comment.DoesNotExist."""
        return deciding.take_back(Comment.objects.get(pk=object_id), by=by, version=version)


def _face(comment: Comment, user: User, sheet: Sheet, reports: list[sheets.Sheet]) -> Face:
    live = comment.article.live
    return Face(
        title=_("%(name)s on “%(headline)s”")
        % {"name": comment.author, "headline": live.headline if live else comment.article},
        version=comment.version,
        url=reverse("admin:comments_comment_change", args=[comment.pk]),
        context={"sheet": sheet, "reports": reports},
        actions=_actions(comment, user),
        text=comment.text,
    )


def _actions(comment: Comment, user: User) -> list[Action]:
    is_visible = comment.state == STATES.APPROVED
    actions = _actions_on_visible(comment, user) if is_visible else _actions_on_waiting(comment, user)
    if not is_visible and comment.state != STATES.PENDING:
        return _actions_on_refused(comment, user)
    if user.has_perm("comments.reject_comment", comment):
        page = reverse("admin:comments_comment_redact", args=[comment.pk])
        actions.append(Action("redact", _("Take a passage out"), key="e", url=page))
    if user.has_perm("comments.approve_comment", comment):
        page = reverse("admin:comments_correctionhint_send", args=[comment.pk])
        actions.append(Action("hint", _("Possible correction"), key="c", url=page))
    if reaching.kinds_for(user):
        about = f"{reverse('admin:comments_measure_author', args=[comment.author_id])}?comment={comment.pk}"
        actions.append(Action("restrict", _("Restrict author"), key="b", url=about))
    return actions


def _actions_on_waiting(comment: Comment, user: User) -> list[Action]:
    actions = []
    if user.has_perm("comments.approve_comment", comment):
        actions.append(Action("approve", _("Approve"), key="a", kind="primary"))
    if user.has_perm("comments.reject_comment", comment):
        actions.append(Action("reject", _("Reject"), key="r", needs_reason=True, kind="danger"))
        actions.append(Action("spam", _("Spam"), key="s", kind="danger"))
    return actions


def _actions_on_refused(comment: Comment, user: User) -> list[Action]:
    """It was refused and waits once more: two moderators saw it differently."""
    if not user.has_perm("comments.approve_comment", comment):
        return []
    name = "restore" if comment.state == STATES.REMOVED else "approve"
    return [
        Action(name, COMMENT[name].label, key="a", kind="primary"),
        Action("uphold", _("Leave as it is"), key="r"),
    ]


def _actions_on_visible(comment: Comment, user: User) -> list[Action]:
    """Readers see it, and it was reported: leave it or take it out."""
    actions = []
    if user.has_perm("comments.approve_comment", comment):
        actions.append(Action("keep", _("No action"), key="a", kind="primary"))
    if user.has_perm("comments.remove_comment", comment):
        actions.append(Action("remove", _("Remove"), key="r", needs_reason=True, kind="danger"))
    if user.has_perm("comments.reject_comment", comment):
        actions.append(Action("spam", _("Spam"), key="s", kind="danger"))
    return actions


def _outcomes(author_ids: set[int]) -> dict[int, dict[str, int]]:
    """What became of these people's comments, on the index by author."""
    rows = (
        Comment.objects.filter(author__in=author_ids)
        .order_by()
        .values_list("author")
        .annotate(**{state.value: Count("pk", filter=condition) for state, condition in OUTCOMES.items()})
    )
    return {author: dict(zip(OUTCOMES, numbers, strict=True)) for author, *numbers in rows}
