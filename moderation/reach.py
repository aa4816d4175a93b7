"""How far a person reaches into the queue: which kinds, in which sections. Read from roles, never guessed by a page."""

from django.db.models import Q, QuerySet

from accounts.backends import roles_of
from accounts.models import User
from accounts.roles import PERMISSIONS
from moderation.models import Item
from moderation.queue import Card, all_cards
from moderation.workflow import workflow_of


def permissions_of(card: Card) -> frozenset[str]:
    """Whoever holds one of these may look at the kind: the permissions of its workflow's transitions.

    Those that leave the state as it is (an editors' pick) settle nothing that waits.
    """
    steps = workflow_of(card.kind).transitions
    return frozenset(step.permission for step in steps if step.target not in step.sources)


def sections_of(user: User, permissions: frozenset[str]) -> frozenset[str] | None:
    """The sections in which the person holds one of ``permissions``; None means everywhere."""
    if user.is_superuser:
        return None
    limits = {limit for role, limit in roles_of(user) if permissions & PERMISSIONS[role]}
    return None if "" in limits else frozenset(limits)


def cards_for(user: User) -> list[Card]:
    """The kinds that the person may look at, by name."""
    return [card for card in all_cards() if sections_of(user, permissions_of(card)) != frozenset()]


def reach(user: User) -> Q:
    """Which items the person may look at. What stands in no section is open to every section."""
    within = Q(pk__in=[])
    for card in cards_for(user):
        sections = sections_of(user, permissions_of(card))
        within |= Q(kind=card.kind) if sections is None else Q(kind=card.kind, section__in=sections | {""})
    return within


def items_for(user: User) -> QuerySet[Item]:
    """Every item that the person may look at, settled ones too."""
    return Item.objects.filter(reach(user))
