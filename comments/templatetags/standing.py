"""How the reader of a page stands in the talk below it; no query for who is not known to be under a measure."""

from django import template
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from articles.talk.access import Access
from comments.measures.standing import Standing, shown_standing
from comments.membership import why_not

register = template.Library()


@register.simple_tag
def standing_of(person: User | AnonymousUser, section: str = "") -> Standing:
    """What holds for the person in the section (a slug)."""
    return shown_standing(person, section)


@register.simple_tag
def not_a_member(person: User | AnonymousUser, access: Access) -> str:
    """Why the person may not write where members do; empty where they may. One query there, none elsewhere."""
    return why_not(person, access)
