"""Giving a person a role."""

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
