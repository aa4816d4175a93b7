"""Answers ``user.has_perm`` from the table of roles."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import Model

from accounts.models import User
from accounts.roles import PERMISSIONS


class RoleBackend(ModelBackend):
    """Password sign-in, and permissions from roles.

    An object may name the section it stands in by an attribute ``section_slug``; a role that is limited to a
    section speaks for objects of that section only, and for no object at all where none is asked about, except
    that admin lists may be opened.
    """

    def has_perm(self, user_obj: User, perm: str, obj: Model | None = None) -> bool:  # type: ignore[override]
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        if user_obj.is_superuser:
            return True
        section = getattr(obj, "section_slug", "") if obj is not None else ""
        return any(
            perm in PERMISSIONS[role] and (not limit or obj is None or not section or limit == section)
            for role, limit in roles_of(user_obj)
        )

    def has_module_perms(self, user_obj: User, app_label: str) -> bool:  # type: ignore[override]
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        return user_obj.is_superuser or any(
            perm.startswith(f"{app_label}.") for role, _ in roles_of(user_obj) for perm in PERMISSIONS[role]
        )


def roles_of(user: User) -> list[tuple[str, str]]:
    """The person's roles as (role, section slug or ""), read once per user object."""
    cached: list[tuple[str, str]] | None = getattr(user, "_roles", None)
    if cached is None:
        cached = list(user.memberships.values_list("role", "section"))
        user._roles = cached  # type: ignore[attr-defined]  # a cache for one request
    return cached


def people_with(perm: str) -> "list[User]":
    """Active staff whose role grants ``perm`` (somewhere): whom to tell that something waits."""
    roles = [role for role, perms in PERMISSIONS.items() if perm in perms]
    return list(User.objects.filter(is_active=True, memberships__role__in=roles).distinct())
