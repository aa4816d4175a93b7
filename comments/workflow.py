"""The way of a comment, as data."""

from django.utils.translation import gettext_lazy as _

from comments.models import Breaker, Comment, Rule, ScoreModel
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
        # A passage is taken out; the comment stays where it is.
        Transition(
            "redact",
            (S.APPROVED,),
            S.APPROVED,
            "comments.remove_comment",
            _("Take a passage out"),
            needs_reason=True,
        ),
        Transition(
            "redact_waiting",
            (S.PENDING,),
            S.PENDING,
            "comments.reject_comment",
            _("Take a passage out"),
            needs_reason=True,
        ),
        Transition("restore", (S.REMOVED,), S.APPROVED, "comments.remove_comment", _("Restore")),
        # Reported, looked at, left as it is; and the way back from what was decided on what readers saw.
        Transition("keep", (S.APPROVED,), S.APPROVED, "comments.approve_comment", _("No action")),
        # Looked at once more, and left as it was decided.
        *(
            Transition(
                f"uphold_{state.value}", (state,), state, "comments.approve_comment", _("Leave as it is")
            )
            for state in (S.REJECTED, S.SPAM, S.REMOVED)
        ),
        Transition(
            "reinstate", (S.APPROVED, S.REMOVED, S.SPAM), S.APPROVED, "comments.approve_comment", _("Undo")
        ),
        Transition(
            "reopen", (S.APPROVED, S.REJECTED, S.SPAM), S.PENDING, "comments.approve_comment", _("Undo")
        ),
        Transition("pick", (S.APPROVED,), S.APPROVED, "comments.pick_comment", _("Editors’ pick")),
        Transition("unpick", (S.APPROVED,), S.APPROVED, "comments.pick_comment", _("No pick any more")),
    ),
)

R = Rule.State
ACTIVATE = "comments.activate_rule"

RULE = Workflow(
    name="comment rule",
    model="comments.Rule",
    initial=R.DRAFT,
    states={str(state.value): state.label for state in R},
    transitions=(
        Transition(
            "activate",
            (R.DRAFT, R.ACTIVE, R.RETIRED),
            R.ACTIVE,
            ACTIVATE,
            _("Put in force"),
            needs_reason=True,
        ),
        Transition("retire", (R.ACTIVE,), R.RETIRED, ACTIVATE, _("Take out of force"), needs_reason=True),
    ),
)

B = Breaker.State

BREAKER = Workflow(
    name="heat breaker",
    model="comments.Breaker",
    initial=B.COOL,
    states={str(state.value): state.label for state in B},
    transitions=(
        Transition("begin", (B.COOL,), B.ACTING, "comments.lift_breaker", _("Begin")),
        Transition("lift", (B.ACTING,), B.LIFTED, "comments.lift_breaker", _("Lift"), needs_reason=True),
        Transition("end", (B.ACTING,), B.OVER, "comments.lift_breaker", _("End")),
    ),
)

M = ScoreModel.State

SCORE_MODEL = Workflow(
    name="score model",
    model="comments.ScoreModel",
    initial=M.MEASURED,
    states={str(state.value): state.label for state in M},
    transitions=(
        Transition("use", (M.MEASURED, M.REPLACED), M.IN_USE, ACTIVATE, _("Use")),
        Transition("refuse", (M.MEASURED,), M.REFUSED, ACTIVATE, _("Refuse")),
        Transition("replace", (M.IN_USE,), M.REPLACED, ACTIVATE, _("Take out of use")),
    ),
)


def steps_from(comment: Comment) -> list[Transition]:
    """What may be done with a comment as it stands, by whoever is allowed to."""
    idle = "pick" if comment.picked_at else "unpick"
    return [step for step in COMMENT.leaving(comment.state) if step.name != idle]
