"""The way of an appeal, as data. Who decides must be somebody else than who decided before: the door itself asks."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.actors import Actor, Deputy
from moderation.appeals.appealables import statement_of
from moderation.errors import NotAllowed
from moderation.models import Appeal, Decision
from moderation.workflow import Transition, Workflow

S = Appeal.State
DECIDE = "moderation.decide_appeal"


def why_not(appeal: Appeal, by: Actor) -> str:
    """Why this one must not decide on the appeal, in words; empty where nothing speaks against it."""
    if isinstance(by, Deputy):
        return _("No rule decides on an appeal: a person does.")
    if by.pk == appeal.appellant_id:
        return _("This is your own appeal.")
    if Decision.objects.filter(kind=appeal.kind, object_id=appeal.object_id, by=by).exists():
        return _("You have decided on this yourself. A colleague who has not decides on the appeal.")
    statement = statement_of(appeal.decision)
    if statement is not None and statement.person == by:
        return _("It is about what you wrote yourself.")
    return ""


def require_another(appeal: Appeal, by: Actor) -> None:
    """The guard of both outcomes. Raises NotAllowed."""
    if words := why_not(appeal, by):
        raise NotAllowed(words)


def require_rule(appeal: Appeal, by: Actor) -> None:
    """Nobody declares an appeal void: it lapses when the decision no longer stands."""
    if not isinstance(by, Deputy):
        raise NotAllowed(_("An appeal lapses by itself when the decision no longer stands."))


APPEAL = Workflow(
    name="appeal",
    model="moderation.Appeal",
    initial=S.WAITING,
    states={str(state.value): state.label for state in S},
    transitions=(
        Transition("grant", (S.WAITING,), S.GRANTED, DECIDE, gettext_lazy("Grant"), guard=require_another),
        Transition(
            "refuse",
            (S.WAITING,),
            S.REFUSED,
            DECIDE,
            gettext_lazy("Refuse"),
            needs_reason=True,
            guard=require_another,
        ),
        Transition(
            "lapse", (S.WAITING,), S.LAPSED, DECIDE, gettext_lazy("No longer needed"), guard=require_rule
        ),
    ),
)
