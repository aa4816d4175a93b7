"""The way of a generated text, as data."""

from django.utils.translation import gettext_lazy as _

from assist.models import GeneratedText
from moderation.workflow import Transition, Workflow

S = GeneratedText.State

GENERATED_TEXT = Workflow(
    name="generated text",
    model="assist.GeneratedText",
    initial=S.PROPOSED,
    states={str(state.value): state.label for state in S},
    transitions=(
        Transition("approve", (S.PROPOSED,), S.APPROVED, "assist.decide_generated", _("Approve")),
        Transition("edit", (S.PROPOSED,), S.EDITED, "assist.decide_generated", _("Approve as edited")),
        Transition("reject", (S.PROPOSED,), S.REJECTED, "assist.decide_generated", _("Reject")),
        Transition(
            "expire", (S.PROPOSED, S.APPROVED, S.EDITED), S.EXPIRED, "assist.decide_generated", _("Expire")
        ),
    ),
)
