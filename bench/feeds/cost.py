"""What reading costs beside feedparser: our whole way, sanitising included, against ``feedparser.parse`` without.

Real feeds together (``real_feeds_cost``; ``fast_share`` of them by the fast way), the same where only the tolerant way
is allowed (``tolerant_cost``), and a generated feed of 100 items in 380 KB (``hundred_items_cost``). The readers take
turns in each round; a figure is the median over the rounds of our time by feedparser's in the same round.
"""

import gc
import io
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser

from feeds.parsing.document import parse
from feeds.parsing.reports import ParsedFeed

ROUNDS = 9
REAL = Path("rss-parser", "test", "input")
NOW = datetime(2026, 3, 12, tzinfo=UTC)
_PARAGRAPH = (
    "<p>The ferry reached the <a href='/harbour'>harbour</a> after seven bells, and the captain said that nobody had"
    " been afraid &amp; that the <em>tide</em> would turn at nine.</p>"
)


def measure(folder: Path | None) -> dict[str, Any]:
    """The figures; those that need real feeds only where there are some."""
    hundred = [generated()]
    result: dict[str, Any] = {
        "hundred_items_cost": round(cost(hundred, ours), 3),
        "hundred_items_tolerant_cost": round(cost(hundred, ours_tolerant), 3),
    }
    real = [path.read_bytes() for path in sorted((folder / REAL).glob("*"))] if folder else []
    if real:
        ways = [found.way for body in real if isinstance(found := parse(body, {}, NOW), ParsedFeed)]
        result |= {
            "real_feeds": len(real),
            "real_feeds_cost": round(cost(real, ours), 3),
            "fast_share": round(ways.count("fast") / len(ways), 3),
            "tolerant_cost": round(cost(real, ours_tolerant), 3),
        }
        print(f"Of {len(ways)} real feeds {ways.count('fast')} took the fast way.", file=sys.stderr)
    return result


def cost(bodies: list[bytes], read: Callable[[bytes], object]) -> float:
    """Our time by feedparser's, over all bodies."""
    seconds(bodies, feedparser_alone)
    seconds(bodies, read)
    return statistics.median(seconds(bodies, read) / seconds(bodies, feedparser_alone) for _ in range(ROUNDS))


def seconds(bodies: list[bytes], read: Callable[[bytes], object]) -> float:
    """The processor's time that reading takes, without what the one before left to collect."""
    gc.collect()
    begun = time.process_time()
    for body in bodies:
        read(body)
    return time.process_time() - begun


def feedparser_alone(body: bytes) -> object:
    """feedparser as it comes, its sanitiser off."""
    return feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)


def ours(body: bytes) -> object:
    """From bytes to reports, whichever way."""
    return parse(body, {}, NOW)


def ours_tolerant(body: bytes) -> object:
    """From bytes to reports without the fast way."""
    return parse(body, {}, NOW, tolerant_only=True)


def generated() -> bytes:
    """A feed of 100 items and 380 KB, as an agency's looks."""
    items = "".join(
        f"<item><guid isPermaLink='false'>wire-{number}</guid><title>Ferry {number} finds the harbour</title>"
        f"<link>https://wire.example/{number}?utm_source=rss</link><pubDate>Tue, 10 Mar 2026 10:{number % 60:02}:00 GMT</pubDate>"
        f"<dc:creator>Ines Prado</dc:creator><category>Ferries</category><category>Maren</category>"
        f"<description>The ferry reached the harbour after seven bells.</description>"
        f"<media:content url='https://wire.example/{number}.jpg' type='image/jpeg'><media:credit>J. Tide</media:credit></media:content>"
        f"<content:encoded><![CDATA[{_PARAGRAPH * 19}]]></content:encoded></item>"
        for number in range(100)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>The Wire</title><link>https://wire.example/</link>{items}</channel></rss>"
    ).encode()
