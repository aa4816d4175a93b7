"""Two feeds bring the same words at the same moment: one copy waits for the desk, the other is folded beneath it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from feeds.intake.taking_in import Tally, take_in_all
from feeds.models import Feed, ImportedItem, ItemVersion
from feeds.parsing.reports import IncomingReport
from moderation.models import Item

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
ROUNDS = 12
MOST_SECONDS = 30
TEXT = "The ferry reached the harbour at noon after a night of talks between the council and the drivers in round"


def reports(feed: int, number: int) -> list[IncomingReport]:
    """The same three reports from every feed, under its own names and in its own order."""
    found = [
        IncomingReport(
            guid=f"{feed}-{number}-{at}", title=f"Report {at} of {number}", summary=f"{TEXT} {number} {at}"
        )
        for at in range(3)
    ]
    return found[::-1] if feed else found


@pytest.mark.django_db(transaction=True)
def test_the_same_words_at_the_same_time_wait_once(make_feed: Callable[..., Feed]) -> None:
    """Neither sees what the other has not committed: that batches take turns is what folds the second."""
    feeds = [make_feed(f"https://{name}.example/feed", title=name) for name in ("wire", "other")]

    def bring(which: int, number: int, start: Barrier) -> Tally:
        try:
            start.wait(MOST_SECONDS)
            return take_in_all(feeds[which], reports(which, number), NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for number in range(ROUNDS):
            start = Barrier(2)
            both = [pool.submit(bring, which, number, start) for which in range(2)]
            tallies = [one.result(MOST_SECONDS) for one in both]
            assert sum((tally.failures for tally in tallies), ()) == ()
            assert sorted((tally.new, tally.folded) for tally in tallies) == [(0, 3), (3, 0)]

    held = ImportedItem.objects.filter(state="held")
    assert held.count() == Item.objects.filter(closed_at=None).count() == 3 * ROUNDS
    folded = ImportedItem.objects.filter(state="duplicate").select_related("duplicate_of")
    assert all(copy.duplicate_of is not None and copy.duplicate_of.state == "held" for copy in folded)
    assert ItemVersion.objects.count() == 6 * ROUNDS
