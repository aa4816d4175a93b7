"""How the outbox is: of each queue what waits, how late it is, what was given up."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, F, Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.doctor import Unwell
from notifications.models import Copy, Delivery, Endpoint, Letter, Notification, RefusedAddress
from notifications.models.outgoing import WAITS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Beat looks every ten seconds; five minutes mean that nobody does. What goes to thousands takes its time.
LATEST = timedelta(minutes=5)
LATEST_TO_MANY = timedelta(hours=3)
# A letter given up longer ago has been seen by whoever looks at the outbox.
RECENT = timedelta(days=7)
QUEUES: "dict[str, tuple[StrOrPromise, type[models.Model], timedelta]]" = {
    "notices": (_("Notices"), Notification, LATEST),
    "letters": (_("Letters to single addresses"), Letter, LATEST),
    "bulletins": (_("Letters to all subscribers"), Copy, LATEST_TO_MANY),
    "webhooks": (_("Webhooks"), Delivery, LATEST),
}


@dataclass(frozen=True, slots=True)
class State:
    """Counts of one queue. ``lag`` is how long the oldest due row has been due."""

    waiting: int
    due: int
    retrying: int
    dead: int
    recently_dead: int
    lag: timedelta
    latest: timedelta = LATEST

    @property
    def is_late(self) -> bool:
        """Whether what is due does not leave."""
        return self.lag > self.latest

    @property
    def lag_seconds(self) -> int:
        """The lag as people read it."""
        return round(self.lag.total_seconds())


def state(now: datetime | None = None, queue: str = "notices") -> State:
    """One query on what is not settled."""
    now = now or timezone.now()
    _label, model, latest = QUEUES[queue]
    due = WAITS & Q(next_attempt_at__lte=now)
    if model is Notification:
        due &= Q(leaves_with=None)  # the others are due with the one they leave with
    if model is Delivery:  # what a failing or paused endpoint keeps waiting is not our lateness
        due &= Q(endpoint__paused_at=None, endpoint__failing_since=None)
    found = model._default_manager.filter(sent_at=None, dropped_at=None).aggregate(
        waiting=Count("id", filter=WAITS),
        due=Count("id", filter=due),
        retrying=Count("id", filter=WAITS & Q(attempts__gt=0)),
        dead=Count("id", filter=Q(dead_at__isnull=False)),
        recently_dead=Count("id", filter=Q(dead_at__gt=now - RECENT)),
        oldest=Min("next_attempt_at", filter=due),
    )
    oldest = found.pop("oldest")
    return State(lag=now - oldest if oldest else timedelta(0), latest=latest, **found)


def all_states(now: datetime | None = None) -> dict[str, State]:
    """Each queue by its name."""
    now = now or timezone.now()
    return {name: state(now, name) for name in QUEUES}


def facts(now: datetime | None = None) -> dict[str, Any]:
    """All of it as JSON can say it: the notices' numbers, each queue's, and what somebody should look at."""
    queues = {
        name: {
            **{key: value for key, value in asdict(found).items() if key not in ("lag", "latest")},
            "lag": round(found.lag.total_seconds(), 1),
        }
        for name, found in all_states(now).items()
    }
    return {
        **queues["notices"],
        "queues": queues,
        "refused_addresses": RefusedAddress.objects.count(),
        "paused_webhooks": Endpoint.objects.filter(paused_at__isnull=False).count(),
    }


def outbox() -> str:
    """The doctor's question: does what is written leave?"""
    states = all_states()
    for name, found in states.items():
        if found.is_late:
            raise Unwell(
                f"{name}: {found.due} due, the oldest for {found.lag.total_seconds():.0f} s:"
                " is a worker on the queue notify?"
            )
    # What an unknown address kept from leaving is its owner's matter, and told there.
    if number := sum(found.recently_dead for found in states.values()):
        raise Unwell(
            f"{number} given up this week: `manage.py notifications pending` says why,"
            " `manage.py notifications retry` tries again."
        )
    failing = Endpoint.objects.filter(Q(failing_since__isnull=False) | Q(paused_because__in=["dead", "gone"]))
    if names := list(
        failing.order_by(F("failing_since").asc(nulls_last=True)).values_list("name", flat=True)
    ):
        raise Unwell(f"webhooks that do not answer: {', '.join(names)}; their page says why.")
    waiting = ", ".join(f"{found.waiting} {name}" for name, found in states.items() if found.waiting)
    lag = max(found.lag for found in states.values()).total_seconds()
    return f"{waiting or 'nothing'} waiting, {states['notices'].retrying} tried before, {lag:.0f} s late"
