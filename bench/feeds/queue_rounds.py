"""The rounds of the way into the queue, in a process with a database: ``python -m bench.feeds.queue_rounds [folder]``."""

import gc
import json
import os
import random
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import django
import feedparser

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.models import Section, Source  # noqa: E402
from feeds.intake.taking_in import Tally, take_in_all  # noqa: E402
from feeds.models import Feed  # noqa: E402
from feeds.parsing.document import parse  # noqa: E402
from feeds.parsing.reports import ParsedFeed  # noqa: E402

REAL = Path("rss-parser/test/input")
ROUNDS = 9
WORDS = (  # noqa: SIM905 — a list of words, written as words
    "harbour ferry council tide bridge orchard copper tram depot strike library archive minister budget vote court "
    "river storm school hospital market price union driver museum theatre festival station engineer water power grid"
).split()
TABLES = (
    "moderation_evidence, moderation_item, moderation_decision, feeds_itemversion, feeds_rulehit, feeds_tombstone, "
    "feeds_importeditem, feeds_fetch, feeds_feed"
)


def generated(number: int) -> bytes:
    """A feed of fifty reports of about a hundred words, for who has no corpora."""
    chance = random.Random(number)
    items = []
    for at in range(50):
        text = " ".join(f"{chance.choice(WORDS)}{chance.randrange(50)}" for _ in range(100))
        items.append(
            f"<item><guid>{number}-{at}</guid><title>Report {number} {at}</title>"
            f"<link>https://wire.example/{number}/{at}</link><pubDate>Tue, 10 Mar 2026 10:00:00 GMT</pubDate>"
            f"<description>&lt;p&gt;{text}&lt;/p&gt;</description></item>"
        )
    return (
        f'<rss version="2.0"><channel><title>Wire {number}</title>{"".join(items)}</channel></rss>'.encode()
    )


def bodies(folder: str | None) -> list[bytes]:
    """The real feeds, else generated ones; said aloud."""
    real = Path(folder) / REAL if folder else None
    if real is not None and real.is_dir():
        return [path.read_bytes() for path in sorted(real.iterdir()) if path.is_file()]
    print(f"No real feeds at {real or 'a folder that was named'}: generated ones instead.", file=sys.stderr)
    return [generated(number) for number in range(20)]


@dataclass
class Round:
    """One round: what either way found, and in how many seconds."""

    entries: int = 0
    items: int = 0
    fates: Counter[str] = field(default_factory=Counter)
    theirs: float = 0.0
    ours: float = 0.0

    @property
    def share(self) -> float:
        """Our items per second by feedparser's."""
        return (self.items / self.ours) / (self.entries / self.theirs)


def measured(all_of: list[bytes], feeds: list[Feed]) -> Round:
    """Feed by feed one way after the other, so that a busy machine slows both alike; neither pays for the other's garbage."""
    done = Round()
    for feed, body in zip(feeds, all_of, strict=True):
        gc.collect()
        started = time.perf_counter()
        done.entries += len(feedparser.parse(body, sanitize_html=False).entries)
        done.theirs += time.perf_counter() - started
        gc.collect()
        started = time.perf_counter()
        tally = into_the_queue(feed, body)
        done.ours += time.perf_counter() - started
        if tally is not None:
            done.items += tally.items
            done.fates += Counter(
                new=tally.new, updated=tally.updated, folded=tally.folded, known=tally.known
            )
            done.fates["failed"] += len(tally.failures)
    return done


def into_the_queue(feed: Feed, body: bytes) -> Tally | None:
    """From bytes to committed rows; None for what is no feed."""
    parsed = parse(body, {})
    return take_in_all(feed, parsed.items, timezone.now()) if isinstance(parsed, ParsedFeed) else None


def emptied(count: int, section: Section, source: Source) -> list[Feed]:
    """So many feeds of which nothing is known: each round begins with empty tables, and their emptying is not counted."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLES} CASCADE")
    return [
        Feed.objects.create(
            url=f"https://wire.example/{at}", title=f"Wire {at}", source=source, section=section
        )
        for at in range(count)
    ]


def main() -> None:
    """Measure in turns and print one JSON object; the first round warms up and does not count."""
    all_of = bodies(sys.argv[1] if len(sys.argv) > 1 else None)
    section, _ = Section.objects.get_or_create(slug="world", defaults={"name": "World"})
    source, _ = Source.objects.get_or_create(slug="wire", defaults={"name": "Wire"})
    settings.DEBUG = False
    rounds = []
    for _ in range(1 + ROUNDS):
        rounds.append(measured(all_of, emptied(len(all_of), section, source)))
        last = rounds[-1]
        print(f"feedparser {last.theirs:.3f} s, queue {last.ours:.3f} s, {last.share:.3f}", file=sys.stderr)
    print(f"feedparser alone: {last.entries} entries; into the queue: {dict(last.fates)}", file=sys.stderr)
    share = statistics.median(one.share for one in rounds[1:])
    print(json.dumps({"items": last.items, "queue_share": round(share, 3)}))


if __name__ == "__main__":
    main()
