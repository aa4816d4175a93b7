"""Asking somebody to work here: invite, mail, send again, take back, accept. The token is made when the mail leaves."""

import hashlib
import logging
import secrets
import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.template import Context, loader
from django.template.base import Template
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import trail
from accounts.granting import Place, check_may_give, grant
from accounts.models import AccessChange, Invitation, User
from accounts.models.invitation import GOOD_FOR
from accounts.vouching import vouch_for_address

BATCH = 20
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=20), timedelta(hours=1)
# A mail that was not taken for so long is not tried again; the page says so and "Send again" begins anew.
MAX_ATTEMPTS = 20

log = logging.getLogger(__name__)


def fingerprint(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *, email: str, display_name: str, places: Iterable[Place], by: User, language: str = ""
) -> Invitation:
    """Note that somebody is to be asked; the mail leaves with the next sweep.

    Raises ValidationError where the address works here already or is asked already, where there is no role, or where
    the inviter may not give one of the roles.
    """
    email = email.strip().lower()
    places = sorted(set(places))
    if not places:
        raise ValidationError(_("Choose at least one role."))
    check_may_give(by, places)
    if User.objects.filter(email__iexact=email, is_staff=True).exists():
        raise ValidationError(
            _("Somebody who works here has this address. Change their roles on their own page.")
        )
    if User.objects.filter(email__iexact=email, is_active=False).exists():
        raise ValidationError(
            _("The account with this address is closed. Open it on the person's page first.")
        )
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                email=email,
                display_name=display_name,
                language=language,
                roles=[[role.value, section] for role, section in places],
                invited_by=by,
                expires_at=timezone.now() + GOOD_FOR,
            )
    except IntegrityError:
        raise ValidationError(
            _("This address has an invitation already. Send that one again, or take it back first.")
        ) from None
    _note(AccessChange.Act.INVITED, invitation, by)
    return invitation


@transaction.atomic
def send_again(invitation: Invitation, *, by: User) -> None:
    """Mail a new link, good for another week; the old one opens nothing from the moment the new one leaves.

    Raises ValidationError where the invitation is settled, PermissionDenied where its roles are not the person's to give.
    """
    locked = _open(invitation.pk)
    check_may_give(by, locked.places)
    now = timezone.now()
    Invitation.objects.filter(pk=locked.pk).update(
        mail_due_at=now, mail_attempts=0, mail_error="", expires_at=now + GOOD_FOR
    )
    _note(AccessChange.Act.INVITED, locked, by)


@transaction.atomic
def take_back(invitation: Invitation, *, by: User) -> None:
    """Let the link open nothing any more. Raises ValidationError where the invitation is settled."""
    locked = _open(invitation.pk)
    Invitation.objects.filter(pk=locked.pk).update(revoked_at=timezone.now(), mail_due_at=None)
    _note(AccessChange.Act.INVITATION_REVOKED, locked, by)


def find(token: str) -> Invitation | None:
    """The invitation that the link belongs to, settled or run out as it may be."""
    return Invitation.objects.select_related("invited_by").filter(token_hash=fingerprint(token)).first()


@transaction.atomic
def accept(
    invitation: Invitation, *, display_name: str, password: str | None = None, now: datetime | None = None
) -> User:
    """Make the account, or find the reader's, and give it the roles. Whoever has the link has the mailbox.

    An account that exists keeps its name and password. Raises ValidationError where the invitation is settled or has
    run out, where the one who invited may no longer give the roles, and where the account is closed.
    """
    locked = _open(invitation.pk)
    if locked.expires_at <= (now or timezone.now()):
        raise ValidationError(_("The invitation has run out. Ask for a new one."))
    check_may_give(locked.invited_by, locked.places)
    person = User.objects.select_for_update().filter(email__iexact=locked.email).first()
    if person is not None and not person.is_active:
        raise ValidationError(_("The account with this address is closed. Ask whoever invited you."))
    if person is None:
        person = User.objects.create_user(locked.email, password, display_name=display_name)
    vouch_for_address(person)
    Invitation.objects.filter(pk=locked.pk).update(
        accepted_at=now or timezone.now(), accepted_by=person, mail_due_at=None
    )
    trail.note(AccessChange.Act.ACCEPTED, person, by=person, about=str(locked.invited_by))
    for role, section in locked.places:
        grant(person, role, section, by=locked.invited_by)
    return person


def mail_due(now: datetime | None = None) -> int:
    """Mail what is owed, one at a time, until nothing is due or the server does not take one. Returns how many left."""
    sent = 0
    while sent < BATCH and (claimed := _claim(now or timezone.now())):
        invitation, token = claimed
        try:
            compose(invitation, token).send()
        except (OSError, smtplib.SMTPException) as error:
            log.warning("the invitation %s could not be sent: %s", invitation.pk, error)
            Invitation.objects.filter(pk=invitation.pk).update(mail_error=str(error)[:500])
            break
        Invitation.objects.filter(pk=invitation.pk, token_hash=fingerprint(token)).update(
            mail_due_at=None, mailed_at=timezone.now(), mail_error=""
        )
        sent += 1
    return sent


def compose(invitation: Invitation, token: str) -> EmailMultiAlternatives:
    """The mail with its link, in the language that was chosen for it."""
    with translation.override(invitation.language or settings.LANGUAGE_CODE):
        values = {
            "site_name": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
            "url": f"{settings.SITE_URL}/accounts/invitation/{token}/",
            "invitation": invitation,
            "inviter": invitation.invited_by.display_name,
            "roles": sorted({role.label for role, _section in invitation.places}),
        }
        subject = " ".join(_plain("emails/invitation-subject.txt", values).split())
        body = _plain("emails/invitation-body.txt", values).strip() + "\n"
        mail = EmailMultiAlternatives(
            subject, body, to=[invitation.email], headers={"Auto-Submitted": "auto-generated"}
        )
        mail.attach_alternative(loader.render_to_string("emails/invitation-body.html", values), "text/html")
    return mail


def _plain(name: str, values: dict[str, Any]) -> str:
    # Django escapes text templates like HTML; a mail's text is no HTML.
    template: Template = loader.get_template(name).template  # type: ignore[attr-defined]  # the engine's own
    return template.render(Context(values, autoescape=False))


@transaction.atomic
def _claim(now: datetime) -> tuple[Invitation, str] | None:
    """The next row that is due, with a token of its own; put off, so that a crash tries it again."""
    due = Invitation.objects.to_mail().filter(mail_due_at__lte=now, mail_attempts__lt=MAX_ATTEMPTS)
    row = due.select_related("invited_by").select_for_update(skip_locked=True, of=("self",)).first()
    if row is None:
        return None
    token = secrets.token_urlsafe(32)
    delay = min(FIRST_DELAY * (1 << min(row.mail_attempts, 10)), LONGEST_DELAY)
    Invitation.objects.filter(pk=row.pk).update(
        token_hash=fingerprint(token), mail_attempts=row.mail_attempts + 1, mail_due_at=now + delay
    )
    return row, token


def _open(pk: int) -> Invitation:
    """The row, locked. Raises ValidationError where it is settled."""
    row = Invitation.objects.select_related("invited_by").select_for_update(of=("self",)).get(pk=pk)
    if row.accepted_at:
        raise ValidationError(_("The invitation has been accepted already."))
    if row.revoked_at:
        raise ValidationError(_("The invitation has been taken back."))
    return row


def _note(act: str, invitation: Invitation, by: User) -> None:
    for role, section in invitation.places:
        trail.note(act, None, by=by, role=role, section=section, about=invitation.email)
