"""Where only members write: who is one, and what the others lack."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Article
from articles.talk.access import Access, access_of
from moderation.errors import NotAllowed


def why_not(person: User | AnonymousUser, access: Access) -> str:
    """What the signed-in person lacks to write here, and how to go on; empty where nothing. Staff are members."""
    if not access.is_for_members or not access.is_open or not isinstance(person, User) or person.is_staff:
        return ""
    member_on = person.date_joined + timedelta(days=access.member_days)
    if member_on > access.now:
        day = formats.date_format(timezone.localtime(member_on), "DATETIME_FORMAT")
        return _("%(members)s You can write here from %(day)s on.") % {
            "members": access.members_are,
            "day": day,
        }
    if not EmailAddress.objects.filter(user=person, verified=True).exists():
        return _("%(members)s Confirm your e-mail address on your page, then you can write.") % {
            "members": access.members_are
        }
    return ""


def require_member(person: User, article: Article) -> None:
    """Raises NotAllowed, in words, where only members write and the person is none."""
    if refusal := why_not(person, access_of(article)):
        raise NotAllowed(refusal)
