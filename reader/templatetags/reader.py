"""What every public page names: the sections, the time in the machine's form, the reader's unread notices."""

from datetime import UTC, datetime

from django import template
from django.db import DatabaseError, InterfaceError
from django.utils.safestring import SafeString

from accounts.models import User
from notifications.models import Notification
from reader import pictures
from reader.cards import SectionMark
from reader.sections import PageLink, page_links, section_marks

register = template.Library()


@register.simple_tag
def section_links() -> list[SectionMark]:
    """The sections of the navigation; none while the database is away, for error pages need this too."""
    try:
        return section_marks()
    except (DatabaseError, InterfaceError):
        return []


@register.simple_tag
def paper_links() -> list[PageLink]:
    """The paper's own pages, for the foot; none while the database is away."""
    try:
        return page_links()
    except (DatabaseError, InterfaceError):
        return []


@register.simple_tag
def unread_notices(user: User) -> int:
    """How many notices of the site the person has not read, up to 99. One query on a partial index."""
    return Notification.objects.on_site(user).unread().order_by()[:99].count()


@register.simple_tag
def picture(shown: pictures.Picture, place: str) -> SafeString:
    """The picture as it stands in a place of ``reader.pictures.PLACES``; any other is a row of a list."""
    return pictures.tag(shown, place)


@register.filter
def iso(moment: datetime) -> str:
    """The moment as <time datetime> wants it: UTC, to the second."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
