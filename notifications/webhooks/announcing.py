"""Writing down what other programs are to be told: in the transaction of the change, one row for each that wants it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from notifications.models import Delivery, Endpoint

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TEST = "webhook.test"
_kinds: dict[str, "StrOrPromise"] = {}


def register(kind: str, label: "StrOrPromise") -> None:
    """Make an event known; called from ``AppConfig.ready``."""
    _kinds[kind] = label


def all_kinds() -> list[tuple[str, "StrOrPromise"]]:
    """Every event that an endpoint may choose, with its label."""
    return sorted(_kinds.items())


def announce(
    kind: str, *, event: str, subject: str, data: dict[str, Any], now: datetime | None = None
) -> None:
    """Tell every endpoint that chose this kind, once per event. ``data`` holds numbers and addresses, no words.

    A paused endpoint gets it too, once it goes on. Rows of one ``subject`` arrive in the order in which their
    transactions took the object's lock.
    """
    now = now or timezone.now()
    wanting = Endpoint.objects.filter(kinds__contains=[kind]).values_list("pk", flat=True)
    rows = [
        Delivery(
            endpoint_id=endpoint,
            kind=kind,
            event=event,
            subject=subject,
            data=data,
            happened_at=now,
            created_at=now,
            next_attempt_at=now,
        )
        for endpoint in wanting
    ]
    if rows:
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def announce_test(endpoint: Endpoint, now: datetime | None = None) -> Delivery:
    """A message that says nothing, to see whether it arrives."""
    now = now or timezone.now()
    return Delivery.objects.create(
        endpoint=endpoint,
        kind=TEST,
        event=f"test:{now.timestamp()}",
        subject=f"test:{now.timestamp()}",
        data={"test": True},
        happened_at=now,
        created_at=now,
        next_attempt_at=now,
    )
