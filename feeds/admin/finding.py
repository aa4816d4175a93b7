"""Which imported items a person may look at, and the one that a page is about."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from accounts.models import User
from articles.admin.reading import person_of
from common.keys import key_in
from feeds.models import ImportedItem
from moderation.reach import sections_of

VIEW = "feeds.view_importeditem"


def items_for(person: User) -> QuerySet[ImportedItem]:
    """The items of the person's sections; what stands in no section is open to every section."""
    sections = sections_of(person, frozenset({VIEW}))
    if sections is None:
        return ImportedItem.objects.all()
    routed = Q(section__slug__in=sections)
    by_feed = Q(section=None) & (Q(feed__section=None) | Q(feed__section__slug__in=sections))
    return ImportedItem.objects.filter(routed | by_feed)


def find(request: HttpRequest, object_id: str, permission: str = VIEW) -> ImportedItem:
    """The item, for who holds the permission on it. Raises Http404, PermissionDenied."""
    person, number = person_of(request), key_in(object_id)
    items = ImportedItem.objects.select_related(
        "feed__source", "feed__section", "section", "article__section", "duplicate_of__feed__source"
    )
    item = items.filter(pk=number).first() if number is not None else None
    if item is None:
        raise Http404
    if not person.has_perm(permission, item):
        raise PermissionDenied
    return item
