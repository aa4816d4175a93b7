"""feedparser's corpus of small feeds, each with what is to be read from it: how much of it our reports agree with."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.feeds.expectations import Case, cases
from bench.feeds.mapping import Verdict, judge
from feeds.parsing.document import parse
from feeds.parsing.reports import ParsedFeed

KEPT_LINKS = {"alternate", "enclosure", "license", "self", "hub"}


@dataclass(frozen=True)
class Outcome:
    """What became of one case. Not mapped if none of its expectations is; equal if all that are mapped are met."""

    name: str
    verdicts: tuple[Verdict, ...]
    strange: tuple[str, ...]

    @property
    def mapped(self) -> bool:
        return any(verdict.equal is not None for verdict in self.verdicts)

    @property
    def equal(self) -> bool:
        return all(verdict.equal is not False for verdict in self.verdicts)

    @property
    def sanitises(self) -> bool:
        """Tell whether it is about feedparser's sanitiser, in whose place ours stands."""
        return "/sanitize/" in self.name

    @property
    def reason(self) -> str:
        """Why it is not mapped."""
        reasons = [verdict.reason for verdict in self.verdicts if verdict.reason]
        # That a feed is in order says nothing of what it holds.
        own = [reason for reason in reasons if not reason.startswith("feedparser's own")]
        return (own or reasons or ["no comparison with a value"])[0]


def outcome(case: Case) -> Outcome:
    """Read the case and compare."""
    parsed = parse(case.body, case.headers)
    feed = parsed if isinstance(parsed, ParsedFeed) else None
    others = {
        one.path[:-1] for one in case.assertions if one.path[-1] == "rel" and one.expected not in KEPT_LINKS
    }
    verdicts = tuple(
        Verdict(None, "a link that leads neither to a page nor to a file")
        if one.path[:-1] in others
        else judge(one.path, one.expected, is_length=one.is_length, feed=feed)
        for one in case.assertions
    )
    return Outcome(case.name, verdicts, case.strange)


def measure(folder: Path | None) -> dict[str, Any]:
    """How many cases are mapped, the share of them that agree, and exceptions on ill-formed feeds."""
    if folder is None:
        return {}
    tests = folder / "feedparser" / "tests"
    found = [outcome(case) for case in cases(tests)]
    mapped = [one for one in found if one.mapped]
    ours = [one for one in mapped if not one.sanitises]
    return {
        "corpus_cases": len(mapped),
        "corpus_equal": _share(mapped),
        "corpus_all_cases": len(found),
        "corpus_cases_without_sanitize": len(ours),
        "corpus_equal_without_sanitize": _share(ours),
        "corpus_expectations": sum(verdict.equal is not None for one in mapped for verdict in one.verdicts),
        "illformed_exceptions": exceptions(tests / "illformed"),
    }


def _share(outcomes: list[Outcome]) -> float:
    return round(sum(one.equal for one in outcomes) / len(outcomes), 4) if outcomes else 0.0


def exceptions(folder: Path) -> int:
    """How often reading raises."""
    raised = 0
    for path in sorted(folder.rglob("*.xml")):
        try:
            parse(path.read_bytes(), {})
        except Exception:
            raised += 1
    return raised
