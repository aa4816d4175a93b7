"""The rounds of the way into the queue, in a process with a database: ``python -m bench.feeds.queue_rounds [folder]``."""

import json
import os
import random
import sys
import time
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
ROUNDS = 5
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


def alone(all_of: list[bytes]) -> tuple[int, float]:
    """How many entries feedparser finds, and in how many seconds."""
    started = time.perf_counter()
    entries = sum(len(feedparser.parse(body, sanitize_html=False).entries) for body in all_of)
    return entries, time.perf_counter() - started


def into_the_queue(all_of: list[bytes], section: Section, source: Source) -> tuple[Tally, float]:
    """What became of all reports, and in how many seconds from bytes to committed rows. Each round begins empty."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {TABLES} CASCADE")
    feeds = [
        Feed.objects.create(
            url=f"https://wire.example/{at}", title=f"Wire {at}", source=source, section=section
        )
        for at in range(len(all_of))
    ]
    total = Tally()
    started = time.perf_counter()
    for feed, body in zip(feeds, all_of, strict=True):
        parsed = parse(body, {})
        if isinstance(parsed, ParsedFeed):
            tally = take_in_all(feed, parsed.items, timezone.now())
            total = Tally(
                items=total.items + tally.items,
                new=total.new + tally.new,
                updated=total.updated + tally.updated,
                folded=total.folded + tally.folded,
                known=total.known + tally.known,
                failures=total.failures + tally.failures,
            )
    seconds = time.perf_counter() - started
    return total, seconds


def main() -> None:
    """Measure in turns and print one JSON object."""
    all_of = bodies(sys.argv[1] if len(sys.argv) > 1 else None)
    section, _ = Section.objects.get_or_create(slug="world", defaults={"name": "World"})
    source, _ = Source.objects.get_or_create(slug="wire", defaults={"name": "Wire"})
    settings.DEBUG = False
    theirs, ours = [], []
    for _ in range(ROUNDS):
        entries, seconds = alone(all_of)
        theirs.append(seconds)
        tally, seconds = into_the_queue(all_of, section, source)
        ours.append(seconds)
    rate, their_rate = tally.items / min(ours), entries / min(theirs)
    print(f"feedparser alone: {entries} entries, {min(theirs):.3f} s, {their_rate:.0f}/s", file=sys.stderr)
    print(f"into the queue: {tally}, {min(ours):.3f} s, {rate:.0f}/s", file=sys.stderr)
    print(json.dumps({"items": tally.items, "queue_share": round(rate / their_rate, 3)}))


if __name__ == "__main__":
    main()
