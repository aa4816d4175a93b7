"""A poll from its question to its end, as a value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from feeds.fetching.asking import Answer
from feeds.fetching.deciding import Step, Verdict
from feeds.fetching.saying import Said
from feeds.intake.fates import Tally
from feeds.models import Feed, Fetch


@dataclass(frozen=True)
class Poll:
    """One poll from its question to its end. ``verdict`` is the last word on it."""

    feed: Feed
    started_at: datetime
    answer: Answer
    verdict: Verdict
    tally: Tally = field(default_factory=Tally)
    title: str = ""
    evidence: str = ""
    said: Said = field(default_factory=Said)
    way: str = Fetch.Way.POLLED
    fetch: Fetch | None = None  # its row, where its reports were taken in already
    has_told: bool = False  # somebody of the desk, beside what came

    @property
    def failed(self) -> bool:
        """Whether the feed could not be read."""
        return self.verdict.step in {Step.FAIL, Step.MUTE}

    @property
    def made_work(self) -> bool:
        """Whether other sweeps have something to do now: mails, links, what passes by itself."""
        return self.has_told or bool(self.tally.new or self.tally.updated)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it failed, or why some of its reports did."""
        return (self.verdict.words,) if self.failed else self.tally.failures

    @property
    def trouble(self) -> dict[str, Any]:
        """Why it failed, to be told in any language; empty where it did not."""
        if not self.failed:
            return {}
        verdict = self.verdict
        return {
            "code": verdict.code,
            "params": _without_nul(verdict.params),
            "evidence": self.evidence.replace("\x00", ""),
        }

    @property
    def outcome(self) -> str:
        """In the words of the history."""
        if self.failed:
            return Fetch.Outcome.FAILED
        if self.answer.status == 304:
            return Fetch.Outcome.NOT_MODIFIED
        brought = self.tally.new or self.tally.updated or self.tally.folded
        return Fetch.Outcome.NEW_ITEMS if brought else Fetch.Outcome.NOTHING_NEW


def _without_nul(params: Mapping[str, Any]) -> dict[str, Any]:
    """Strangers' words may hold what PostgreSQL's JSON cannot; whatever is no number is kept as text."""
    return {
        name: value if isinstance(value, int) else str(value).replace("\x00", "")
        for name, value in params.items()
    }
