"""Giving a person a role, and taking it away."""

from django.db import transaction

from accounts.models import Membership, User
from accounts.roles import Role


@transaction.atomic
def grant(user: User, role: Role, section: str = "") -> Membership:
    """Give the role (once) and open the desk for the person."""
    membership, _ = Membership.objects.get_or_create(user=user, role=role, section=section)
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    return membership


@transaction.atomic
def revoke(membership: Membership) -> None:
    """Take the role away; with the last one the desk is closed to the person."""
    user = membership.user
    membership.delete()
    if not user.memberships.exists() and not user.is_superuser and user.is_staff:
        user.is_staff = False
        user.save(update_fields=["is_staff"])
