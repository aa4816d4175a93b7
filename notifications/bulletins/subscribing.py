"""Asking for letters, confirming it, choosing and leaving. Nobody gets one whose address was typed by somebody else."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from notifications.models import Bulletin, Copy, Lane, Subscriber

# Who has not confirmed by then did not ask.
WAITS = timedelta(days=7)
# A second question within this time would only nag.
ASKED_AGAIN = timedelta(hours=1)


@transaction.atomic
def ask(address: str, kinds: Iterable[str], *, language: str = "", now: datetime | None = None) -> None:
    """Note what somebody wants who says the address is theirs, and ask there by mail.

    What comes to a confirmed address is changed by a link in a mail to it alone: somebody else typing it changes nothing.
    """
    now, wanted = now or timezone.now(), set(kinds)
    subscriber = Subscriber.objects.select_for_update().filter(address__iexact=address).first()
    if subscriber is None:
        subscriber = Subscriber(address=address)
    is_known = subscriber.confirmed_at is not None and subscriber.left_at is None
    if is_known and wanted <= kinds_of(subscriber):
        return
    has_mail = subscriber.pk and subscriber.asked_at > now - ASKED_AGAIN and subscriber.letters.exists()
    subscriber.asked_at = now
    if not is_known:
        _want(subscriber, wanted)
        subscriber.confirmed_at = subscriber.left_at = None
        subscriber.language = language
    subscriber.save()
    if not has_mail:
        Copy.objects.create(
            subscriber=subscriber, bulletin=None, lane=Lane.PEOPLE, created_at=now, next_attempt_at=now
        )


def confirm(subscriber: Subscriber, now: datetime | None = None) -> None:
    """Its owner has opened the mail and said yes."""
    now = now or timezone.now()
    Subscriber.objects.filter(pk=subscriber.pk, confirmed_at=None).update(
        confirmed_at=now, left_at=None, bounced_at=None, bounce_cause=""
    )


def choose(subscriber: Subscriber, kinds: Iterable[str], now: datetime | None = None) -> None:
    """From now on these kinds; none: not any more."""
    wanted = set(kinds)
    _want(subscriber, wanted)
    subscriber.left_at = None if wanted else now or timezone.now()
    subscriber.save(update_fields=["wants_breaking", "wants_newsletter", "left_at"])


def leave(subscriber: Subscriber, kind: str, now: datetime | None = None) -> None:
    """Not this kind any more."""
    choose(subscriber, kinds_of(subscriber) - {kind}, now)


def forget(now: datetime | None = None) -> int:
    """Let go of addresses that were not confirmed, and of those that have left; returns how many."""
    now = now or timezone.now()
    unconfirmed = Q(confirmed_at=None, asked_at__lt=now - WAITS)
    gone, _ = Subscriber.objects.filter(unconfirmed | Q(left_at__lt=now - WAITS)).delete()
    return gone


def kinds_of(subscriber: Subscriber) -> set[str]:
    """What the subscriber wants."""
    return {kind for kind in Bulletin.Kind.values if getattr(subscriber, f"wants_{kind}")}


def _want(subscriber: Subscriber, kinds: set[str]) -> None:
    for kind in Bulletin.Kind.values:
        setattr(subscriber, f"wants_{kind}", kind in kinds)
