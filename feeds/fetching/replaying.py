"""One replayed poll for the command: shown, or shown and applied."""

from argparse import ArgumentTypeError
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from feeds.fetching import replay
from feeds.models import Fetch


def line(fetch: Fetch, seen: set[tuple[int, str, str]], *, apply: bool) -> dict[str, Any]:
    """What replaying changes, or has changed. ``seen`` keeps what earlier polls have shown already."""
    applied: dict[str, int] = {}
    try:
        found = replay.replay(fetch)
        if apply and found.changes_something:
            poll = replay.apply(found)
            applied = {"new": poll.tally.new, "updated": poll.tally.updated, "folded": poll.tally.folded}
            applied |= {"dropped": poll.tally.dropped, "failed": len(poll.tally.failures)}
        found = replay.without_seen(found, seen)
    except (replay.NotReplayable, replay.OutOfDate) as error:
        found = replay.Difference(fetch, trouble=str(error))
    return found.as_data() | {"applied": applied}


def moment(text: str) -> datetime:
    """A day or time as typed. Raises ArgumentTypeError."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no date such as 2026-03-01 or 2026-03-01T08:00") from None
    return found if found.tzinfo else timezone.make_aware(found)


def in_words(line: dict[str, Any]) -> Iterator[str]:
    """For a person at a terminal."""
    counts = ", ".join(f"{number} {fate}" for fate, number in line["counts"].items())
    yield f"poll {line['fetch']} of feed {line['feed']}, {line['polled'][:16]}: {line['trouble'] or counts or '–'}"
    for item in line["items"]:
        yield f"  {item['fate']:<9} {item['title']}" + (f" ({item['why']})" if item["why"] else "")
        for change in item["fields"]:
            yield f"    {change['name']}: {change['before'][:100]!r} → {change['after'][:100]!r}"
    if line["applied"]:
        yield "  stored: " + ", ".join(f"{number} {name}" for name, number in line["applied"].items())
