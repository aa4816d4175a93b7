"""The mail to a guest: a link to confirm the address, and nothing that a stranger typed, since the mailbox may be another's."""

import logging
import secrets
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from comments.guests import fingerprint
from comments.models import GuestText
from notifications.composing import absolute, write

BATCH = 50
MAX_ATTEMPTS = 8
FIRST_DELAY = timedelta(seconds=30)

log = logging.getLogger(__name__)


def mail_due(now: datetime | None = None) -> int:
    """Mail what is owed, one at a time, until nothing is due or the server does not take one. Returns how many left."""
    sent = 0
    while sent < BATCH and (claimed := _claim(now or timezone.now())):
        row, token = claimed
        try:
            compose(row, token).send()
        except (OSError, smtplib.SMTPException) as error:
            log.warning("the link of the guest's text %s could not be sent: %s", row.pk, error)
            break
        GuestText.objects.filter(pk=row.pk, token_hash=fingerprint(token)).update(mail_due_at=None)
        sent += 1
    return sent


def compose(row: GuestText, token: str) -> EmailMultiAlternatives:
    """The mail with its link, in the language in which the text was written."""
    with translation.override(row.language or settings.LANGUAGE_CODE):
        live = row.article.live
        context = {
            "headline": live.headline if live else "",
            "url": absolute(reverse("comments:confirm", args=[token])),
            "until": row.expires_at,
        }
        return write("guest_comment", context, row.email, {"Auto-Submitted": "auto-generated"})


@transaction.atomic
def _claim(now: datetime) -> tuple[GuestText, str] | None:
    """The next row that is due, with a token of its own; put off, so that a crash tries it again."""
    due = GuestText.objects.filter(
        mail_due_at__lte=now, expires_at__gt=now, mail_attempts__lt=MAX_ATTEMPTS
    ).order_by("mail_due_at", "pk")
    row = due.select_related("article__live").select_for_update(skip_locked=True, of=("self",)).first()
    if row is None:
        return None
    token = secrets.token_urlsafe(32)
    GuestText.objects.filter(pk=row.pk).update(
        token_hash=fingerprint(token),
        mail_attempts=row.mail_attempts + 1,
        mail_due_at=now + FIRST_DELAY * (1 << row.mail_attempts),
    )
    return row, token
