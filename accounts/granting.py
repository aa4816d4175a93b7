"""Giving a person a role, and taking it away: every act passes here and is written into the trail."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import trail
from accounts.factors import end_sessions
from accounts.models import AccessChange, Membership, User
from accounts.roles import Role

# A role, and the slug of the section it is for; empty for all sections.
Place = tuple[Role, str]


@transaction.atomic
def grant(user: User, role: Role, section: str = "", *, by: User | None = None) -> Membership:
    """Give the role (once) and open the desk for the person. ``by`` is None for commands and set-up alone."""
    membership, is_new = Membership.objects.get_or_create(user=user, role=role, section=section)
    if is_new:
        trail.note(AccessChange.Act.GRANTED, user, by=by, role=role, section=section)
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    return membership


@transaction.atomic
def revoke(membership: Membership, *, by: User | None = None) -> None:
    """Take the role away; with the last one the desk is closed to the person.

    Raises ValidationError where the house would be left without an administrator.
    """
    user = membership.user
    if membership.role == Role.ADMINISTRATOR:
        _check_not_last(user)
    membership.delete()
    trail.note(AccessChange.Act.REVOKED, user, by=by, role=membership.role, section=membership.section)
    # Asked anew: the person may have been read with the roles that they held before.
    holds_any = Membership.objects.filter(user=user).exists()
    if not holds_any and not user.is_superuser and user.is_staff:
        user.is_staff = False
        user.save(update_fields=["is_staff"])


@transaction.atomic
def set_places(user: User, places: Iterable[Place], *, by: User) -> None:
    """Make these the person's roles. Raises ValidationError for roles that ``by`` may not give or take."""
    wanted = set(places)
    held = {(Role(row.role), row.section): row for row in user.memberships.select_for_update()}
    changed = wanted ^ held.keys()
    if not changed:
        return
    check_may_change(by, user)
    check_may_give(by, changed)
    # First what is given: whoever changes from one role to another stays staff in between.
    for role, section in sorted(wanted - held.keys()):
        grant(user, role, section, by=by)
    for place in sorted(held.keys() - wanted):
        revoke(held[place], by=by)


@transaction.atomic
def set_active(user: User, *, is_active: bool, by: User | None = None) -> None:
    """Open or close the account. Closing ends every session at once and keeps the roles for a return.

    Raises ValidationError for one's own account and for that of the last administrator.
    """
    if user.is_active == is_active:
        return
    if by is not None:
        check_may_change(by, user)
    if not is_active:
        if user.memberships.filter(role=Role.ADMINISTRATOR).exists():
            _check_not_last(user)
        end_sessions(user)
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    act = AccessChange.Act.ACTIVATED if is_active else AccessChange.Act.DEACTIVATED
    trail.note(act, user, by=by)


def check_may_change(by: User, person: User) -> None:
    """Raises ValidationError where somebody changes their own access."""
    if by.pk == person.pk:
        raise ValidationError(_("Nobody changes their own access. Ask another administrator."))


def check_may_give(by: User, places: Iterable[Place]) -> None:
    """Raises ValidationError where ``by`` may not give one of the roles: administrators alone may give any."""
    if by.is_superuser and by.is_active:
        return
    if not by.is_active or not by.memberships.filter(role=Role.ADMINISTRATOR, section="").exists():
        raise ValidationError(_("Only an administrator of the whole house gives roles."))


def administrators() -> list[User]:
    """Everybody who can give roles, locked until the transaction ends."""
    rows = Membership.objects.select_for_update().filter(
        role=Role.ADMINISTRATOR, section="", user__is_active=True
    )
    return [row.user for row in rows.select_related("user")]


def _check_not_last(user: User) -> None:
    if not any(other.pk != user.pk for other in administrators()):
        raise ValidationError(_("This is the last administrator. Make somebody else one first."))
