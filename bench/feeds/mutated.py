"""Real feeds, damaged as the world damages them: how many of their reports are still found."""

import collections
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.feeds.damage import DAMAGES, Broken
from feeds.parsing.document import parse
from feeds.parsing.reports import IncomingReport, ParsedFeed

MUTATIONS = 600
SEED = 20_260_301
_REPORT_END = re.compile(rb"</(?:item|entry)\s*>")


def measure(folder: Path | None) -> dict[str, Any]:
    """The share of reports found again over 600 mutations, and over the kind of damage that takes most."""
    if folder is None:
        return {}
    kept: collections.Counter[str] = collections.Counter()
    whole: collections.Counter[str] = collections.Counter()
    for kind, broken, reports in mutations(folder):
        found = parse(broken.body, broken.headers)
        items = found.items if isinstance(found, ParsedFeed) else ()
        known = {key for item in items for key in _keys(item)}
        whole[kind] += len(reports)
        kept[kind] += sum(bool(_keys(report) & known) for report in reports)
    shares = {kind: round(kept[kind] / whole[kind], 4) for kind in whole}
    for kind, share in sorted(shares.items(), key=lambda pair: pair[1]):
        print(f"{kind}: {share:.2%} of {whole[kind]}", file=sys.stderr)
    return {
        "mutated_kept": round(kept.total() / whole.total(), 4),
        "mutated_worst": min(shares.values()),
        "mutations": MUTATIONS,
        "mutated_reports": whole.total(),
    }


def mutations(folder: Path) -> Iterator[tuple[str, Broken, list[IncomingReport]]]:
    """Each kind of damage, the broken feed, and the reports that are still in it."""
    feeds = []
    for path in sorted((folder / "rss-parser" / "test" / "input").iterdir()):
        body = path.read_bytes()
        parsed = parse(body, {})
        if isinstance(parsed, ParsedFeed) and parsed.items:
            feeds.append((body, parsed.items))
    chance = random.Random(SEED)
    for number in range(MUTATIONS):
        body, items = feeds[number % len(feeds)]
        damage = DAMAGES[number // len(feeds) % len(DAMAGES)]
        broken = damage(body, chance)
        whole = len(items) if broken.left is None else len(_REPORT_END.findall(body[: broken.left]))
        yield damage.__name__, broken, [item for item in items[:whole] if _keys(item)]


def _keys(report: IncomingReport) -> set[tuple[str, str]]:
    """What it may be found again by."""
    pairs = {"title": report.title, "guid": report.guid, "link": report.link}
    return {pair for pair in pairs.items() if pair[1]}
