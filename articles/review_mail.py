"""Mailing review links: the row is the queue, as in the outbox, which serves people with an account only."""

import logging
import random
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles.models import ReviewLink
from articles.review_links import is_open, token_of
from notifications.composing import absolute, write
from notifications.naming import domain
from notifications.outcomes import MAX_ATTEMPTS, delay_after
from notifications.posting import Postman, Undelivered

BATCH = 20
LEASE = timedelta(
    minutes=4
)  # longer than a batch takes on a server that answers at the last moment each time

log = logging.getLogger(__name__)
_dice = random.SystemRandom()


def send_due(now: datetime | None = None) -> int:
    """Send what waits; returns how many left. A worker that dies in between sends one again, under the same Message-ID."""
    now = now or timezone.now()
    sent = 0
    with Postman() as postman:
        for link in _claim(now):
            if not is_open(link, now):
                ReviewLink.objects.filter(pk=link.pk).update(mail_at=None)
                continue
            try:
                _send(link, postman)
            except (Undelivered, LookupError) as error:
                _failed(link, str(error), now)
            else:
                sent += ReviewLink.objects.filter(pk=link.pk, mailed_at=None).update(
                    mail_at=None, mailed_at=now, mail_error=""
                )
    return sent


@transaction.atomic
def _claim(now: datetime) -> list[ReviewLink]:
    due = ReviewLink.objects.filter(mail_at__lte=now).select_related("made_by", "revision__article__section")
    rows = list(due.order_by("mail_at").select_for_update(skip_locked=True, of=("self",))[:BATCH])
    ReviewLink.objects.filter(pk__in=[row.pk for row in rows]).update(mail_at=now + LEASE)
    return rows


def _send(link: ReviewLink, postman: Postman) -> None:
    with translation.override(link.language or settings.LANGUAGE_CODE):
        context = {
            "title": _("%(who)s asks you to look at a text") % {"who": link.made_by},
            "name": link.name,
            "who": str(link.made_by),
            "headline": link.revision.headline,
            "reach": link.reach,
            "expires_at": link.expires_at,
            "url": absolute(reverse("reader:review", args=[token_of(link)])),
        }
        headers = {"Message-ID": f"<review-{link.pk}@{domain()}>", "Auto-Submitted": "auto-generated"}
        mail = write("review_link", context, link.email, headers)
    postman.hand_over(mail)


def _failed(link: ReviewLink, reason: str, now: datetime) -> None:
    attempts = link.mail_attempts + 1
    log.warning("review link %s was not sent: %s", link.pk, reason)
    next_time = now + delay_after(attempts, _dice.random()) if attempts < MAX_ATTEMPTS else None
    ReviewLink.objects.filter(pk=link.pk, revoked_at=None).update(
        mail_attempts=attempts, mail_at=next_time, mail_error=reason
    )
