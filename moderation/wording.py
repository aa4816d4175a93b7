"""The words of a decision: what its passage and its states are called where people read them."""

from django.apps import apps
from django.utils.translation import gettext as _

from moderation.models import Decision
from moderation.workflow import find_workflow


def kind_label(kind: str) -> str:
    """What such an object is called: “Comment” for ``comments.comment``."""
    try:
        return str(apps.get_model(kind)._meta.verbose_name).capitalize()
    except (LookupError, ValueError):
        return kind


def state_label(kind: str, state: str) -> str:
    """The state in words; the bare name where no workflow of that kind knows it."""
    workflow = find_workflow(kind)
    return str(workflow.states.get(state, state)) if workflow else state.replace("_", " ").capitalize()


def step_label(decision: Decision) -> str:
    """What was done, in words."""
    workflow = find_workflow(decision.kind)
    if workflow and decision.name in workflow:
        return str(workflow[decision.name].label)
    return decision.name.replace("_", " ").capitalize()


def reason_of(decision: Decision) -> str:
    """The reason that was given; says so where it was erased; empty where there was none."""
    if not decision.commitment:
        return ""
    evidence = getattr(decision, "evidence", None)
    return evidence.words if evidence else _("The reason was erased.")
