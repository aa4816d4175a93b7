"""The desk's first page, "My work": what waits for this person, and what is about to happen. Every list is short."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from moderation.counting import waiting
from moderation.reach import cards_for
from newsroom.trays import Tray, trays_for


@dataclass(frozen=True, slots=True)
class Heap:
    """What waits of one kind, and since when."""

    label: Any
    url: str
    number: int
    oldest: datetime | None


def my_work(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add the person's work to the theme's context of the first page."""
    person = request.user
    assert isinstance(person, User)  # noqa: S101 — the admin lets nobody else in
    heaps = _heaps(person) if person.has_perm("moderation.view_queue") else None
    trays: list[Tray] = trays_for(person)
    return {
        **context,
        "title": _("My work"),
        "heaps": heaps,
        "trays": trays,
        "may_write": person.has_perm("articles.write_revision"),
    }


def _heaps(person: User) -> list[Heap]:
    rows = (
        waiting(person).order_by().values_list("kind").annotate(number=Count("pk"), oldest=Min("created_at"))
    )
    found = {kind: (number, oldest) for kind, number, oldest in rows}
    address = reverse("moderation:queue")
    return [
        Heap(card.label, f"{address}?kind={card.kind}", *found.get(card.kind, (0, None)))
        for card in cards_for(person)
    ]
