"""A bulletin goes to all who want its kind: one INSERT writes every copy."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from notifications.models import Bulletin, Lane

SEND = "notifications.send_bulletin"
_WANTS = {Bulletin.Kind.BREAKING: "wants_breaking", Bulletin.Kind.NEWSLETTER: "wants_newsletter"}
# The database writes the copies to itself: nothing of a hundred thousand addresses passes through here.
_COPY = """
INSERT INTO notifications_copy (bulletin_id, subscriber_id, lane, created_at, next_attempt_at, attempts, last_error)
SELECT %s, id, %s, %s, %s, 0, '' FROM notifications_subscriber
WHERE {wants} AND confirmed_at IS NOT NULL AND left_at IS NULL AND bounced_at IS NULL
ON CONFLICT DO NOTHING
"""


class NotSent(Exception):
    """Why nothing was sent, in words."""


def send(
    kind: str,
    *,
    by: User,
    object_id: int = 0,
    subject: str = "",
    words: str = "",
    context: dict[str, Any] | None = None,
    now: datetime | None = None,
) -> Bulletin:
    """Write a copy for everybody who confirmed that they want it. Raises NotSent where this alert went out already."""
    now = now or timezone.now()
    try:
        with transaction.atomic():
            bulletin = Bulletin.objects.create(
                kind=kind,
                object_id=object_id,
                subject=subject,
                words=words,
                context=context or {},
                sent_by=by,
                created_at=now,
            )
            with connection.cursor() as cursor:
                wants = _WANTS[Bulletin.Kind(kind)]
                cursor.execute(_COPY.format(wants=wants), [bulletin.pk, Lane.MANY, now, now])
                bulletin.copies = cursor.rowcount
            Bulletin.objects.filter(pk=bulletin.pk).update(copies=bulletin.copies)
    except IntegrityError as error:
        if "notifications_bulletin_alert_once" not in str(error):
            raise
        raise NotSent(_("An alert for this article has been sent already.")) from None
    return bulletin
