"""A kind of notice for the tests, and what it says."""

from collections.abc import Iterator

import pytest

from notifications import renderers
from notifications.models import Notification
from notifications.renderers import Message


class Tide:
    """Says what its row's context tells it to."""

    kind = "tide"

    def render(self, notification: Notification) -> Message | None:
        if notification.context.get("breaks"):
            raise RuntimeError("the tide table is wet")
        if notification.context.get("untrue"):
            return None
        words = notification.context.get("words", "High water at noon")
        return Message(words, f"/tide/{notification.object_id}/", thread=f"tide:{notification.object_id}")


@pytest.fixture(autouse=True)
def tide() -> Iterator[str]:
    renderers.register(Tide(), label="The tide")
    yield "tide"
    renderers._renderers.pop("tide")
    renderers._kinds.pop("tide")
