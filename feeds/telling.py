"""What the commands print: counts and reasons, as words or as JSON."""

from dataclasses import dataclass, field
from typing import Any

from feeds.fetching.keeping import Poll
from feeds.parsing.reports import IncomingReport, ParsedFeed, Unparsable, as_data

FEED = ("title", "link", "language")
# In this order; what is not named here is ours alone.
REPORT = (
    "guid", "link", "title", "summary", "content_html", "authors", "published", "updated", "categories", "enclosures",
    "credit", "source", "language", "doubtful",
)  # fmt: skip


@dataclass
class Counts:
    """What became of everything that was read, and why something failed."""

    items: int = 0
    new: int = 0
    updated: int = 0
    duplicate: int = 0
    failed: int = 0
    failures: list[dict[str, str]] = field(default_factory=list)

    def add(self, name: str, result: Poll | Unparsable) -> None:
        """Count one file or feed. What came before, or the same from elsewhere, is a duplicate."""
        if isinstance(result, Unparsable):
            self._fail(name, (result.reason,), result.evidence)
            return
        tally = result.tally
        self.items += tally.items
        self.new += tally.new
        self.updated += tally.updated
        self.duplicate += tally.folded + tally.known
        self._fail(name, result.reasons, result.evidence)

    def _fail(self, name: str, reasons: tuple[str, ...], evidence: str) -> None:
        self.failed += len(reasons)
        self.failures += [
            {"file": name, "reason": f"{reason} ({evidence})" if evidence else reason} for reason in reasons
        ]


def parsed_line(name: str, parsed: ParsedFeed | Unparsable) -> dict[str, Any]:
    """One file of ``feeds parse``."""
    if isinstance(parsed, Unparsable):
        error = f"{parsed.reason} ({parsed.evidence})" if parsed.evidence else parsed.reason
        return {"file": name, "ok": False, "error": error, "feed": dict.fromkeys(FEED, ""), "items": []}
    return {
        "file": name,
        "ok": True,
        "error": None,
        "feed": {name: getattr(parsed, name) for name in FEED},
        "items": [_report(item) for item in parsed.items],
    }


def _report(item: IncomingReport) -> dict[str, Any]:
    data = as_data(item)
    files = [{name: file[name] for name in ("url", "type", "length")} for file in data["enclosures"]]
    return {name: data[name] for name in REPORT} | {"enclosures": files}
