"""Links for people without an account: made, found again by their secret, counted, taken back.

The secret is made of a stored half and SECRET_KEY, and only its sha256 is compared: who reads the database alone cannot
open a link, and the mail that carries it can still be written after the page that made it is gone.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from articles.drafting import may_edit
from articles.models import ReviewLink, Revision
from articles.models.review_link import NAME_LENGTH
from moderation.errors import NotAllowed

LONGEST = timedelta(days=30)
_SALT = "articles.review_link"


def may_make(revision: Revision, person: User) -> bool:
    """Who may hand the text in or approve it may show it to others."""
    if person.has_perm("articles.approve_revision", revision):
        return True
    return person.has_perm("articles.submit_revision", revision) and may_edit(revision, person)


def may_let_approve(revision: Revision, person: User) -> bool:
    """Only who answers for what is published gives their approval into other hands."""
    may = person.has_perm("articles.approve_revision", revision)
    return may and person.has_perm("articles.publish_revision", revision)


@transaction.atomic
def make(
    revision: Revision,
    *,
    by: User,
    name: str,
    email: str = "",
    reach: str = ReviewLink.Reach.COMMENT,
    life: timedelta = timedelta(days=7),
    now: datetime | None = None,
) -> ReviewLink:
    """A link to the working text for one person; with an address it goes there by mail. Raises NotAllowed."""
    now = now or timezone.now()
    name, email = " ".join(name.split()), email.strip()
    if revision.state not in Revision.WORKING:
        raise NotAllowed(_("Only a text that is not published yet has links for reviewers."))
    if not may_make(revision, by):
        raise NotAllowed(_("Your role does not allow showing this text to others."))
    if reach == ReviewLink.Reach.APPROVE and not may_let_approve(revision, by):
        raise NotAllowed(_("Only a publisher can let somebody outside approve."))
    if reach not in ReviewLink.Reach.values:
        raise NotAllowed(_("Say what the link allows."))
    if not name or len(name) > NAME_LENGTH:
        raise NotAllowed(
            _("Say for whom the link is, in up to %(count)d characters.") % {"count": NAME_LENGTH}
        )
    if not timedelta(0) < life <= LONGEST:
        raise NotAllowed(_("A link holds for up to %(days)d days.") % {"days": LONGEST.days})
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise NotAllowed(_("“%(email)s” is no e-mail address.") % {"email": email}) from None
    nonce = secrets.token_hex(16)
    return ReviewLink.objects.create(
        revision=revision,
        reach=reach,
        name=name,
        email=email,
        language=get_language() or "",
        nonce=nonce,
        token_digest=_digest(_token(nonce)),
        text_digest=revision.digest,
        made_by=by,
        made_at=now,
        expires_at=now + life,
        mail_at=now if email else None,
    )


def token_of(link: ReviewLink) -> str:
    """The secret of the link. Raises LookupError where SECRET_KEY is another one than when it was made."""
    token = _token(link.nonce)
    if _digest(token) != link.token_digest:
        raise LookupError("the link was made with another SECRET_KEY")
    return token


def find(token: str) -> ReviewLink | None:
    """The link of that secret, whatever became of it."""
    links = ReviewLink.objects.select_related(
        "made_by", "revision__lead_image", "revision__article__section", "revision__article__source"
    )
    return links.filter(token_digest=_digest(token)).first()


def is_open(link: ReviewLink, now: datetime | None = None) -> bool:
    """Whether it still leads to the text: not expired, not taken back, the text neither published nor superseded."""
    if link.revoked_at is not None or link.expires_at <= (now or timezone.now()):
        return False
    return link.revision.state in Revision.WORKING


def count_opening(link: ReviewLink) -> None:
    """Note that somebody looked."""
    ReviewLink.objects.filter(pk=link.pk).update(used=F("used") + 1, used_at=timezone.now())


def revoke(link: ReviewLink, *, by: User, now: datetime | None = None) -> None:
    """Take the link back at once; a mail that waits stays here. Raises NotAllowed."""
    if link.made_by_id != by.pk and not may_make(link.revision, by):
        raise NotAllowed(_("Your role does not allow taking this link back."))
    links = ReviewLink.objects.filter(pk=link.pk, revoked_at=None)
    links.update(revoked_at=now or timezone.now(), revoked_by=by, mail_at=None)


def _token(nonce: str) -> str:
    return salted_hmac(_SALT, nonce, algorithm="sha256").hexdigest()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
