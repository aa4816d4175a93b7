"""The one-click link in every mail: signed, so that whoever holds the mail may stop more of its kind, and no more."""

from django.core import signing
from django.utils.translation import gettext as _

from accounts.models import User
from notifications import preferring
from notifications.models import Channel, How
from notifications.renderers import kind_of

SALT = "notifications.unsubscribe"
ALL = "all"
WAYS = (How.HOURLY, How.DAILY)


class BadToken(Exception):
    """No link of ours, or its person is gone."""


def token_for(person: User, what: str) -> str:
    """What the link holds: a kind, a way of telling, or all. It does not expire: a mail is read when it is read."""
    return signing.Signer(salt=SALT).sign_object([person.pk, what])


def read(token: str) -> tuple[User, str]:
    """Whose mails the link stops, and which. Raises BadToken."""
    try:
        pk, what = signing.Signer(salt=SALT).unsign_object(token)
        return User.objects.get(pk=pk), str(what)
    except (signing.BadSignature, ValueError, TypeError, User.DoesNotExist):
        raise BadToken(token) from None


def stop(person: User, what: str) -> None:
    """No more mails of that kind, or of all kinds that came in that mail; the bell goes on."""
    if what not in (*WAYS, ALL):
        preferring.prefer(person, what, Channel.EMAIL, How.OFF)
        return
    for (kind, channel), how in preferring.wishes_of(person).items():
        if channel == Channel.EMAIL and how != How.OFF and what in (how, ALL):
            preferring.prefer(person, kind, channel, How.OFF)


def in_words(what: str) -> str:
    """What the link stops."""
    named = {
        How.HOURLY: _("all that comes bundled by the hour"),
        How.DAILY: _("the daily mail"),
        ALL: _("all notices by mail"),
    }
    return named.get(what) or str(kind_of(what).label)
