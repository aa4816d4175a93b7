"""The second factor: who has one, who must, how its secrets lie in the database, and how a lost one is reset."""

import base64
import hashlib
from typing import Any

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.db.models import F
from qrcode.image.svg import SvgPathImage

from accounts import trail
from accounts.models import AccessChange, User

# Recovery codes alone are no factor: they stand in for one that was lost.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def factors_of(person: User) -> list[Authenticator]:
    """The person's apps and passkeys, oldest first."""
    return list(Authenticator.objects.filter(user=person, type__in=FACTORS).order_by("pk"))


def has_factor(person: User) -> bool:
    """Whether signing in asks the person for a second factor."""
    return bool(factors_of(person))


def lacks_factor(person: User) -> bool:
    """Whether the desk is closed to the person until they have set one up."""
    return bool(settings.REQUIRE_SECOND_FACTOR) and person.is_staff and not has_factor(person)


@transaction.atomic
def reset(person: User, *, by: User | None = None, reason: str = "") -> int:
    """Take away every factor and recovery code, end all sessions, and say so in the trail.

    For somebody who has lost their device. The next sign-in sets up a new one. Returns how many were removed.
    """
    removed: int = Authenticator.objects.filter(user=person).delete()[0]
    end_sessions(person)
    trail.note(AccessChange.Act.FACTOR_RESET, person, by=by, about=reason)
    return removed


def end_sessions(person: User) -> None:
    """Sign the person out everywhere at once."""
    User.objects.filter(pk=person.pk).update(session_generation=F("session_generation") + 1)
    person.refresh_from_db(fields=["session_generation"])


def _locks() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"accounts.factors:{key!s}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class FactorAdapter(DefaultMFAAdapter):
    """allauth's second factors as this house keeps them: secrets are encrypted with a key that is not in the database."""

    def encrypt(self, text: str) -> str:
        return _locks().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. One that no key of ours opens gives nothing, so that no code fits it."""
        try:
            return _locks().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""

    def build_totp_svg(self, url: str) -> str:
        """A drawing to stand in the page itself: the policy of public pages lets no ``data:`` address in."""
        drawing: str = qrcode.make(url, image_factory=SvgPathImage, border=2).to_string(encoding="unicode")
        return drawing

    def _get_site_name(self) -> str:
        return settings.SITE_NAME


def note_added(request: Any, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Receiver of allauth's signal."""
    if authenticator.type in FACTORS:
        trail.note(AccessChange.Act.FACTOR_ADDED, user, by=user, about=authenticator.get_type_display())


def note_removed(request: Any, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Receiver of allauth's signal."""
    if authenticator.type in FACTORS:
        trail.note(AccessChange.Act.FACTOR_REMOVED, user, by=user, about=authenticator.get_type_display())
