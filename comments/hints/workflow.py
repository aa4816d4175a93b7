"""The way of a possible correction, as data."""

from django.utils.translation import gettext_lazy as _

from comments.models import CorrectionHint
from moderation.workflow import Transition, Workflow

S = CorrectionHint.State
ANSWER = "comments.answer_hint"

HINT = Workflow(
    name="possible correction",
    model="comments.CorrectionHint",
    initial=S.OPEN,
    states={str(state.value): state.label for state in S},
    transitions=(
        Transition("take_up", (S.OPEN,), S.TAKEN_UP, ANSWER, _("Take it up"), needs_reason=True),
        Transition("decline", (S.OPEN,), S.DECLINED, ANSWER, _("No mistake"), needs_reason=True),
    ),
)
