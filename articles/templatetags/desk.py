"""Words of the desk in templates."""

from typing import Any

from django import template
from django.utils import formats, timezone

from articles.models import Assignment

register = template.Library()


@register.filter
def due_clock(assignment: Assignment) -> str:
    """The time at which it is due on the clock that it was said in; the zone is named where it is another than here."""
    local = assignment.due_on_its_clock
    if local is None:
        return ""
    here = timezone.localtime(assignment.due_at)
    words = formats.date_format(local, "DATETIME_FORMAT")
    return words if local.utcoffset() == here.utcoffset() else f"{words} ({assignment.due_zone})"


@register.simple_tag
def options_of(filter_: Any, changelist: Any) -> list[dict[str, Any]]:
    """What a filter of the list offers, with the numbers."""
    return list(filter_.options(changelist))
