"""How templates speak of decisions: words for passages and states, and an object's history."""

from typing import Any

from django import template
from django.db.models import Model

from moderation import wording
from moderation.models import Decision
from moderation.recording import history_of

register = template.Library()


@register.filter
def step(decision: Decision) -> str:
    """What was done: “Approve”."""
    return wording.step_label(decision)


@register.filter
def state_after(decision: Decision) -> str:
    """Where it led: “Approved”."""
    return wording.state_label(decision.kind, decision.to_state)


@register.filter
def state_before(decision: Decision) -> str:
    """Where it came from: “In review”."""
    return wording.state_label(decision.kind, decision.from_state)


@register.filter
def reason(decision: Decision) -> str:
    """The reason that was given, or that it was erased."""
    return wording.reason_of(decision)


@register.filter
def section_name(slug: str) -> str:
    """A section in words; the door knows slugs only."""
    return slug.replace("-", " ").capitalize()


@register.inclusion_tag("moderation/history.html")
def decision_history(obj: Model) -> dict[str, Any]:
    """Every decision on the object, oldest first."""
    return {"decisions": history_of(obj)}
