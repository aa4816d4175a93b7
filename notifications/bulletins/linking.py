"""Links in letters: signed, for one address and one purpose. They do not expire: a mail is read when it is read."""

from django.core import signing

from notifications.models import Subscriber

SALT = "notifications.letters"


class BadLink(Exception):
    """No link of ours, or its subscriber is gone."""


def token_for(subscriber: Subscriber, purpose: str = "choices") -> str:
    """``purpose`` is "confirm", "choices", or the kind that one click stops."""
    return signing.Signer(salt=SALT).sign_object([subscriber.pk, subscriber.address, purpose])


def read(token: str, *purposes: str) -> tuple[Subscriber, str]:
    """Whose link it is, and for what. Raises BadLink."""
    try:
        pk, address, purpose = signing.Signer(salt=SALT).unsign_object(token)
        subscriber = Subscriber.objects.get(pk=pk, address=address)
    except (signing.BadSignature, ValueError, TypeError, Subscriber.DoesNotExist):
        raise BadLink(token) from None
    if purpose not in purposes:
        raise BadLink(token)
    return subscriber, purpose
