"""Keys to a person's calendar: made, made anew, and recognised. Only the sha256 of a key is kept."""

import hashlib
import secrets

from django.utils import timezone

from accounts.models import User
from articles.models import CalendarKey

BYTES = 32


def renew(person: User) -> str:
    """A new key for the person, told this once; the one before opens nothing any more."""
    token = secrets.token_urlsafe(BYTES)
    CalendarKey.objects.update_or_create(
        person=person, defaults={"digest": _digest(token), "created_at": timezone.now()}
    )
    return token


def person_of(token: str) -> User | None:
    """Whose key it is; None where it is nobody's, or the person is no longer of the house."""
    key = CalendarKey.objects.select_related("person").filter(digest=_digest(token)).first()
    if key is None or not key.person.is_active or not key.person.is_staff:
        return None
    return key.person


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
