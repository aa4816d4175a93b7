"""The sweep of the webhooks: of each object the oldest message first, and the next only once that is settled.

A worker that dies between handing a message over and noting it sends it again, with the same id: the receiver knows
the repetition by it.
"""

import time
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.backends import people_with
from notifications.models import Delivery, Endpoint
from notifications.models.outgoing import WAITS
from notifications.outbox import tell
from notifications.webhooks import posting
from notifications.webhooks.judging import MOST_ATTEMPTS, Answer, must_pause, wait_now

BATCH = 100
OF_ONE = 20  # messages of one endpoint in a batch: a busy one leaves room for the others
LEASE = timedelta(seconds=OF_ONE * posting.LIMITS.total + 30)
SWEEP_SECONDS = 20.0
CHANGE = "notifications.change_endpoint"


def deliver_due(now: datetime | None = None) -> int:
    """Deliver until nothing is due or the time is up; returns how many were taken."""
    clock = timezone.now if now is None else lambda: now
    ends, taken = time.monotonic() + SWEEP_SECONDS, 0
    while time.monotonic() < ends and (rows := claim(clock())):
        answers = posting.post_all(rows, clock())
        taken += _note(rows, answers, clock())
    return taken


@transaction.atomic
def claim(now: datetime) -> list[Delivery]:
    """What is due, of each object only the oldest that is not settled, and nobody else's until the lease is over."""
    older = Delivery.objects.filter(
        WAITS, endpoint=OuterRef("endpoint"), subject=OuterRef("subject"), pk__lt=OuterRef("pk")
    )
    rested = Q(endpoint__next_try_at=None) | Q(endpoint__next_try_at__lte=now)
    due = (
        Delivery.objects.due(now)
        .filter(~Exists(older), rested, endpoint__paused_at=None)
        .select_related("endpoint")
        .order_by("next_attempt_at", "id")
        .select_for_update(skip_locked=True, of=("self",))
    )
    rows: list[Delivery] = []
    number: dict[int, int] = {}
    for row in due[:BATCH]:
        number[row.endpoint_id] = number.get(row.endpoint_id, 0) + 1
        if number[row.endpoint_id] <= OF_ONE:
            rows.append(row)
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(next_attempt_at=now + LEASE)
    return rows


def _note(rows: list[Delivery], answers: dict[int, Answer], now: datetime) -> int:
    taken = 0
    for row in rows:
        answer = answers.get(row.pk)
        waiting = Delivery.objects.waiting().filter(pk=row.pk)
        if answer is None:  # an earlier one of this endpoint failed: it was not tried
            waiting.update(next_attempt_at=now)
        elif answer.is_taken:
            taken += waiting.update(
                sent_at=now, attempts=F("attempts") + 1, status=answer.status, last_error=""
            )
            _went_well(row.endpoint_id, answer)
        else:
            _went_wrong(row, answer, now)
    return taken


def _went_well(endpoint: int, answer: Answer) -> None:
    facts = {"failing_since": None, "failures": 0, "next_try_at": None, "last_answer": answer.words}
    Endpoint.objects.filter(pk=endpoint).exclude(**facts).update(**facts)


@transaction.atomic
def _went_wrong(row: Delivery, answer: Answer, now: datetime) -> None:
    endpoint = Endpoint.objects.select_for_update().get(pk=row.endpoint_id)
    endpoint.failing_since = endpoint.failing_since or now
    endpoint.failures += 1
    wait = wait_now(endpoint.failures, answer)
    endpoint.next_try_at, endpoint.last_answer = now + wait, answer.words
    attempts = row.attempts + 1
    # Given up is a message that is refused while others pass; where nothing passes, the endpoint is the matter.
    others_pass = Delivery.objects.filter(endpoint=endpoint, sent_at__gt=row.created_at).exists()
    changes: dict[str, Any] = {
        "attempts": attempts,
        "status": answer.status or None,
        "last_error": answer.words,
    }
    if attempts >= MOST_ATTEMPTS and others_pass:
        changes["dead_at"] = now
    else:
        changes["next_attempt_at"] = now + wait
    Delivery.objects.waiting().filter(pk=row.pk).update(**changes)
    why = must_pause(answer, endpoint.failing_since, now)
    if why and endpoint.paused_at is None:
        endpoint.paused_at, endpoint.paused_because = now, why
        tell(
            people_with(CHANGE),
            "webhook_paused",
            event=f"webhook-paused:{endpoint.pk}:{now:%Y%m%dT%H%M%S}",
            object_id=endpoint.pk,
            now=now,
        )
    endpoint.save(
        update_fields=[
            "failing_since",
            "failures",
            "next_try_at",
            "last_answer",
            "paused_at",
            "paused_because",
        ]
    )
