"""How the reader of a page stands in the talk below it; no query for who is not known to be under a measure."""

from django import template
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from comments.measures.standing import Standing, shown_standing

register = template.Library()


@register.simple_tag
def standing_of(person: User | AnonymousUser, section: str = "") -> Standing:
    """What holds for the person in the section (a slug)."""
    return shown_standing(person, section)
