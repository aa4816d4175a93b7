"""Guests: a name and an address instead of an account. The text waits until the address is confirmed, then goes the ordinary way.

Who has confirmed an address is a person like any other, without a password: their words can be handed out and erased, they
can be told, measured and answered, and they may sign in by a code later. Nothing of the address is ever shown.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.naming import check_name
from accounts.vouching import vouch_for_address
from articles.models import Article
from articles.talk.access import Access, access_of
from comments import pacing, posting, screening
from comments.models import Comment, GuestText
from comments.refusals import TooSoon, Unfit
from comments.rendering import rendered
from comments.screening import Reason
from common import limits
from moderation.errors import NotAllowed

MAILS_AN_HOUR = 3  # to one address: whoever types a stranger's must not fill their mailbox
HOUR = timedelta(hours=1)


class HasAccount(NotAllowed):
    """The address belongs to an account: its owner signs in. ``person`` is whose."""

    def __init__(self, person: User) -> None:
        self.person = person
        super().__init__(_("Your address has an account here. Sign in, then send your text."))


@dataclass(frozen=True, slots=True)
class Written:
    """What the form of a guest holds."""

    name: str
    email: str
    text: str
    submission: UUID
    suspicions: list[Reason]


def are_welcome(article: Article) -> bool:
    """Whether who has no account may write here."""
    return welcomes(access_of(article))


def welcomes(access: Access) -> bool:
    """Whether that holds for them, too, as the site is set."""
    return bool(settings.GUEST_COMMENTS) and access.is_open and not access.is_for_members


def take(
    article: Article, written: Written, parent: Comment | None, *, block: str, now: datetime | None = None
) -> GuestText:
    """Keep the text and owe its writer a mail. Raises Unfit, TooSoon, Closed; NotAllowed where guests are not welcome."""
    now = now or timezone.now()
    text = screening.tidy(written.text)
    if not are_welcome(article):
        raise NotAllowed(_("Only people with an account can write here. Sign in, or make one."))
    screening.require_open(article)
    if parent is not None:
        screening.require_answerable(parent, article)
    known = GuestText.objects.filter(submission=written.submission).first()
    if known is not None:
        return known
    wait = limits.take(f"block:{block}", pacing.BLOCK, pacing.BLOCK_DAY) if block else 0
    if wait := wait or _mails_wait(written.email, now):
        raise TooSoon(wait)
    return GuestText.objects.create(
        article=article,
        parent=parent,
        name=written.name,
        email=written.email.lower(),
        text=text,
        language=get_language() or "",
        suspicions=written.suspicions,
        submission=written.submission,
        created_at=now,
        mail_due_at=now,
    )


def _mails_wait(email: str, now: datetime) -> int:
    """By the rows: what is mailed must not depend on Valkey."""
    recent = GuestText.objects.filter(email=email.lower(), created_at__gt=now - HOUR).order_by("-created_at")
    for written in recent.values_list("created_at", flat=True)[MAILS_AN_HOUR - 1 : MAILS_AN_HOUR]:
        return max(1, int((written + HOUR - now).total_seconds()))
    return 0


def find(token: str, now: datetime | None = None) -> GuestText | None:
    """The text that the link belongs to, while it is good."""
    found = GuestText.objects.filter(token_hash=fingerprint(token), expires_at__gt=now or timezone.now())
    return found.select_related("article__section", "article__live", "parent").first()


def fingerprint(token: str) -> str:
    """What is stored of a link."""
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def confirm(text: GuestText, *, by: Any, name: str = "", block: str = "") -> Comment:
    """Whoever has the link has the mailbox: make it their comment, which then goes the way of any other.

    ``by`` is who is signed in, if anybody. Raises HasAccount, ValidationError (the name), and what posting refuses with;
    then the text stays until its time is over.
    """
    row = GuestText.objects.select_for_update(of=("self",)).filter(pk=text.pk).first()
    if row is None:
        raise Unfit(_("This text was confirmed already."))
    author = _author(row, by, name)
    links = pacing.newcomers_links(author, rendered(row.text), timezone.now())
    comment = posting.post(
        text.article,
        author,
        row.text,
        text.parent,
        submission=row.submission,
        suspicions=[*row.suspicions, *links],
        block=block,
    )
    row.delete()
    return comment


def _author(row: GuestText, by: Any, name: str) -> User:
    person = User.objects.select_for_update().filter(email__iexact=row.email).first()
    if person is None:
        person = User.objects.create_user(row.email, display_name=check_name(name or row.name))
        vouch_for_address(person)
    elif not person.is_active:
        raise NotAllowed(_("Nothing can be written with this address."))
    elif not person.is_guest and person.pk != by.pk:
        raise HasAccount(person)
    return person


def forget_expired(now: datetime | None = None) -> int:
    """Let go of what nobody confirmed in time. Returns how many texts that were."""
    return GuestText.objects.filter(expires_at__lte=now or timezone.now()).delete()[0]
