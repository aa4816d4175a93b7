"""Addresses that take no mails: marked with the cause, shown to who owns them, tried again when somebody says so."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from notifications.models import Notification, RefusedAddress, Subscriber
from notifications.outcomes import Refused
from notifications.resending import resend

# What was given up longer ago is no news any more.
SENT_AGAIN = timedelta(days=7)


def refusal_of(address: str) -> RefusedAddress | None:
    """Why nothing is sent to the address; None where nothing is known against it."""
    return RefusedAddress.objects.filter(address=address.lower()).first()


@transaction.atomic
def mark(address: str, cause: str, *, source: str = RefusedAddress.Source.SERVER, now: datetime) -> None:
    """Note that the address takes no mails."""
    facts = {"cause": cause, "source": source, "refused_at": now}
    RefusedAddress.objects.update_or_create(address=address.lower(), defaults=facts)
    Subscriber.objects.filter(address__iexact=address).update(bounced_at=now, bounce_cause=cause)


def remember(address: str, cause: str, now: datetime) -> None:
    """Mark the address as the server said, where it is not marked already."""
    if refusal_of(address) is None:
        mark(address, cause, now=now)


@transaction.atomic
def forgive(address: str, now: datetime | None = None) -> int:
    """Try the address again, with what was given up lately; returns how many mails are due again."""
    now = now or timezone.now()
    known, _ = RefusedAddress.objects.filter(address=address.lower()).delete()
    Subscriber.objects.filter(address__iexact=address).update(bounced_at=None, bounce_cause="")
    if not known:
        return 0
    lately = Notification.objects.filter(
        recipient__email__iexact=address, channel="email", dead_at__gt=now - SENT_AGAIN
    )
    return resend(list(lately.values_list("pk", flat=True)), now=now)


def of_address(known: RefusedAddress) -> Refused:
    """The outcome of a mail that is not even tried."""
    return Refused(known.cause, is_address=True)
