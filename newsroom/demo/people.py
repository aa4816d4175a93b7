"""The demo's people as accounts: with a password, a verified address, and a role where they have one."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from accounts.granting import grant
from accounts.models import User
from accounts.roles import Role
from accounts.vouching import vouch_for_address
from newsroom.demo.cast import CAST, PASSWORD, Person

MEMBERS_FOR = timedelta(days=200)


def settle(now: datetime) -> tuple[dict[str, User], int]:
    """Everybody of the cast by key, and how many of them had to be made."""
    known = {user.email: user for user in User.objects.filter(email__in=[person.email for person in CAST])}
    missing = [person for person in CAST if person.email not in known]
    if missing:
        password = make_password(PASSWORD)  # once: hashing is slow on purpose, and all have the same
        for person in missing:
            known[person.email] = _make(person, password, now)
    return {person.key: known[person.email] for person in CAST}, len(missing)


def _make(person: Person, password: str, now: datetime) -> User:
    user = User.objects.create_user(
        person.email, display_name=person.display_name, date_joined=now - MEMBERS_FOR
    )
    user.password = password
    user.save(update_fields=["password"])
    vouch_for_address(user)
    if person.role != "reader":
        for section in person.sections or ("",):
            grant(user, Role(person.role), section)
    return user
