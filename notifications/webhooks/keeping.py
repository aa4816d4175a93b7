"""Making, pausing and resuming endpoints, new secrets, and sending again."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from notifications.models import Delivery, Endpoint
from notifications.webhooks import signing


def make(name: str, url: str, kinds: Iterable[str], *, by: User) -> tuple[Endpoint, str]:
    """A new endpoint, and its secret, which is shown now and never again."""
    salt = signing.new_salt()
    endpoint = Endpoint.objects.create(name=name, url=url, kinds=sorted(kinds), salt=salt, made_by=by)
    return endpoint, signing.secret_of(salt)


def renew_secret(endpoint: Endpoint, now: datetime | None = None) -> str:
    """Another secret; the former one signs along for a day, so that no message is lost in between."""
    now = now or timezone.now()
    salt = signing.new_salt()
    Endpoint.objects.filter(pk=endpoint.pk).update(
        former_salt=endpoint.salt, salt=salt, changed_secret_at=now
    )
    return signing.secret_of(salt)


def pause(endpoint: Endpoint, now: datetime | None = None) -> None:
    """Nothing goes there; what happens meanwhile waits."""
    Endpoint.objects.filter(pk=endpoint.pk, paused_at=None).update(
        paused_at=now or timezone.now(), paused_because=Endpoint.Pause.PERSON
    )


@transaction.atomic
def resume(endpoint: Endpoint, now: datetime | None = None) -> int:
    """Go on, with what has waited; how many messages that are."""
    now = now or timezone.now()
    Endpoint.objects.filter(pk=endpoint.pk).update(
        paused_at=None, paused_because="", failing_since=None, failures=0, next_try_at=None
    )
    return Delivery.objects.waiting().filter(endpoint=endpoint).update(next_attempt_at=now)


def replay(deliveries: Iterable[int], now: datetime | None = None) -> int:
    """Send settled messages once more, under the id that they had; how many."""
    settled = Delivery.objects.filter(pk__in=list(deliveries)).exclude(
        sent_at=None, dead_at=None, dropped_at=None
    )
    return settled.update(
        sent_at=None,
        dead_at=None,
        dropped_at=None,
        attempts=0,
        last_error="",
        status=None,
        next_attempt_at=now or timezone.now(),
    )
