"""The way of a comment, as data."""

from django.utils.translation import gettext_lazy as _

from comments.models import Comment
from moderation.workflow import Transition, Workflow

S = Comment.State

COMMENT = Workflow(
    name="comment",
    model="comments.Comment",
    initial=S.PENDING,
    states={str(state.value): state.label for state in S},
    transitions=(
        Transition(
            "approve", (S.PENDING, S.REJECTED, S.SPAM), S.APPROVED, "comments.approve_comment", _("Approve")
        ),
        Transition(
            "reject", (S.PENDING,), S.REJECTED, "comments.reject_comment", _("Reject"), needs_reason=True
        ),
        Transition("spam", (S.PENDING, S.APPROVED), S.SPAM, "comments.reject_comment", _("Spam")),
        Transition(
            "remove", (S.APPROVED,), S.REMOVED, "comments.remove_comment", _("Remove"), needs_reason=True
        ),
        Transition("restore", (S.REMOVED,), S.APPROVED, "comments.remove_comment", _("Restore")),
        # Reported, looked at, left as it is; and the way back from what was decided on what readers saw.
        Transition("keep", (S.APPROVED,), S.APPROVED, "comments.approve_comment", _("No action")),
        Transition(
            "reinstate", (S.APPROVED, S.REMOVED, S.SPAM), S.APPROVED, "comments.approve_comment", _("Undo")
        ),
        Transition(
            "reopen", (S.APPROVED, S.REJECTED, S.SPAM), S.PENDING, "comments.approve_comment", _("Undo")
        ),
    ),
)
