"""What may become of a report, and what was decided on one: values that a replay shows and storing carries out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from feeds.intake.identity import Reading
from feeds.parsing.reports import IncomingReport
from feeds.routing.rules import Routed
from feeds.versions.wording import Wording


class Fate(StrEnum):
    """What becomes of one report."""

    NEW = "new"
    RESEMBLES = "resembles"  # new, and the desk is asked whether it is the same copy as another
    FOLDED = "folded"
    UPDATED = "updated"
    KNOWN = "known"
    BURIED = "buried"  # known, and deleted or dropped before
    DROPPED = "dropped"
    REFUSED = "refused"


ENTERS = {Fate.NEW, Fate.RESEMBLES}


class KnownItem(NamedTuple):
    """An item of the feed that is stored, or (``pk`` 0) planned before in the same batch; a grave if it was deleted."""

    pk: int
    identity: str
    guid_key: int | None
    link_key: int | None
    fingerprint: str
    content_digest: str
    state: str = ""
    headline: str = ""
    published_at: datetime | None = None
    received_at: datetime | None = None
    is_buried: bool = False
    # Only of those that share one name with a report and not the other.
    shingles: frozenset[int] = frozenset()


class Copy(NamedTuple):
    """A stored or (``reading``) planned item that a report may be a copy of."""

    pk: int
    feed_id: int
    feed_name: str
    headline: str
    fingerprint: str
    received_at: datetime
    shingles: frozenset[int] = frozenset()
    stored_figures: frozenset[str] = frozenset()
    reading: Reading | None = None

    @property
    def figures(self) -> frozenset[str]:
        """The numbers that it names."""
        return self.reading.figures if self.reading is not None else self.stored_figures


@dataclass(frozen=True)
class Known:
    """All that is known of a batch's reports: gathered before, so that deciding asks nobody."""

    items: tuple[KnownItem, ...] = ()
    same_words: Mapping[str, Copy] = field(default_factory=dict)  # by fingerprint
    alike: Mapping[int, tuple[Copy, ...]] = field(
        default_factory=dict
    )  # candidates, by position in the batch
    wordings: Mapping[int, Wording] = field(default_factory=dict)  # of items that a newer version came of


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to become of one report, and why in words."""

    reading: Reading
    fate: Fate
    why: str = ""
    identity: str = ""
    item: KnownItem | None = None  # which it is, or is newer than; pk 0: of a report in the same batch
    original: Copy | None = None  # whose copy it is, or may be
    share: float | None = None
    routed: Routed = field(default_factory=Routed)
    change: str = ""  # of an update: ItemVersion.Change

    @property
    def report(self) -> IncomingReport:
        """The report itself."""
        return self.reading.report

    @property
    def is_later(self) -> bool:
        """A newer version of a report in the same batch: that one must be stored first."""
        return self.fate == Fate.UPDATED and self.item is not None and not self.item.pk


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the reports of one document; ``failures`` and ``notices`` in words."""

    items: int = 0
    new: int = 0
    updated: int = 0
    folded: int = 0
    known: int = 0
    dropped: int = 0
    failures: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def tally(
    items: int, fates: Iterable[Fate], failures: Iterable[str] = (), notices: Iterable[str] = ()
) -> Tally:
    """Count fates. What resembles another is new; what is buried is known."""
    times = Counter(fates)
    return Tally(
        items=items,
        new=times[Fate.NEW] + times[Fate.RESEMBLES],
        updated=times[Fate.UPDATED],
        folded=times[Fate.FOLDED],
        known=times[Fate.KNOWN] + times[Fate.BURIED],
        dropped=times[Fate.DROPPED],
        failures=tuple(failures),
        notices=tuple(notices),
    )
