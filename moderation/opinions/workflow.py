"""The way of a second opinion, as data. Whoever decided first is not asked: the door itself sees to it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation.actors import Actor, Deputy
from moderation.errors import NotAllowed
from moderation.models import Decision, Opinion
from moderation.opinions.reviewables import reviewable_of
from moderation.workflow import Transition, Workflow

S = Opinion.State
GIVE = "moderation.give_opinion"


def why_not(opinion: Opinion, by: Actor) -> str:
    """Why this one is not asked, in words; empty where nothing speaks against it."""
    if isinstance(by, Deputy):
        return _("A second opinion is a person's.")
    if Decision.objects.filter(kind=opinion.kind, object_id=opinion.object_id, by=by).exists():
        return _("You know this case already. A colleague who does not gives the second opinion.")
    found = reviewable_of(opinion.kind)
    sheet = found.sheets([opinion.object_id]).get(opinion.object_id) if found else None
    if sheet is not None and sheet.author_id == by.pk:
        return _("It is about what you wrote yourself.")
    return ""


def require_another(opinion: Opinion, by: Actor) -> None:
    """The guard. Raises NotAllowed."""
    if words := why_not(opinion, by):
        raise NotAllowed(words)


def require_rule(opinion: Opinion, by: Actor) -> None:
    """Nobody puts one aside by hand. Raises NotAllowed."""
    if not isinstance(by, Deputy):
        raise NotAllowed(_("A second opinion lapses by itself when its object has changed or is gone."))


OPINION = Workflow(
    name="opinion",
    model="moderation.Opinion",
    initial=S.WAITING,
    states={str(state.value): state.label for state in S},
    transitions=(
        Transition(
            "give", (S.WAITING,), S.GIVEN, GIVE, gettext_lazy("Give the opinion"), guard=require_another
        ),
        Transition(
            "lapse", (S.WAITING,), S.LAPSED, GIVE, gettext_lazy("No longer asked for"), guard=require_rule
        ),
    ),
)
