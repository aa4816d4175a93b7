"""The one-click link in every mail: signed, so that whoever holds the mail may stop more of its kind, and no more."""

from django.core import signing

from accounts.models import User

SALT = "notifications.unsubscribe"


class BadToken(Exception):
    """No link of ours, or its person is gone."""


def token_for(person: User, kind: str) -> str:
    """What the link holds. It does not expire: a mail is read when it is read."""
    return signing.dumps([person.pk, kind], salt=SALT)


def read(token: str) -> tuple[User, str]:
    """Whose mails of which kind the link stops. Raises BadToken."""
    try:
        pk, kind = signing.loads(token, salt=SALT)
        return User.objects.get(pk=pk), str(kind)
    except (signing.BadSignature, ValueError, TypeError, User.DoesNotExist):
        raise BadToken(token) from None
