"""The way of a measure, as data: each kind has a step, and so a permission, of its own."""

from django.utils.translation import gettext_lazy as _

from comments.models import Measure
from moderation.workflow import Transition, Workflow

S, K = Measure.State, Measure.Kind

PERMISSIONS: dict[str, str] = {
    K.NOTE: "comments.note_author",
    K.WARNING: "comments.warn_author",
    K.PREMODERATION: "comments.premoderate_author",
    K.SUSPENSION: "comments.suspend_author",
    K.BAN: "comments.ban_author",
}  # who may take, change and lift a measure of the kind
ACKNOWLEDGE = "acknowledge"

MEASURE = Workflow(
    name="measure",
    model="comments.Measure",
    initial=S.PROPOSED,
    states={str(state.value): state.label for state in S},
    transitions=(
        Transition("note", (S.PROPOSED,), S.IN_FORCE, PERMISSIONS[K.NOTE], _("Note"), needs_reason=True),
        Transition(
            "warning", (S.PROPOSED,), S.IN_FORCE, PERMISSIONS[K.WARNING], _("Warn"), needs_reason=True
        ),
        Transition(
            "premoderation",
            (S.PROPOSED,),
            S.IN_FORCE,
            PERMISSIONS[K.PREMODERATION],
            _("Review before publication"),
            needs_reason=True,
        ),
        Transition(
            "suspension",
            (S.PROPOSED,),
            S.IN_FORCE,
            PERMISSIONS[K.SUSPENSION],
            _("Suspend"),
            needs_reason=True,
        ),
        Transition("ban", (S.PROPOSED,), S.IN_FORCE, PERMISSIONS[K.BAN], _("Ban"), needs_reason=True),
        # Whoever changes or lifts one needs the permission of its kind too: comments.measures.reaching asks for it.
        Transition("change", (S.IN_FORCE,), S.IN_FORCE, PERMISSIONS[K.NOTE], _("Change"), needs_reason=True),
        Transition("lift", (S.IN_FORCE,), S.LIFTED, PERMISSIONS[K.NOTE], _("Lift"), needs_reason=True),
        # The person's own step: no role takes it.
        Transition(ACKNOWLEDGE, (S.IN_FORCE,), S.IN_FORCE, "comments.acknowledge_measure", _("Acknowledge")),
    ),
)
