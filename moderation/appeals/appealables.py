"""What can be appealed against: each app that restricts people registers its kind of decisions, appeals know none of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import QuerySet

from accounts.models import User
from moderation.appeals.statements import Statement
from moderation.models import Appeal, Decision


@dataclass(frozen=True, slots=True)
class Notice:
    """A report that a decision refused, as the other side of an appeal. ``email`` is of somebody without an account."""

    pk: int
    label: str
    words: str
    reporter: User | None = None
    email: str = ""
    language: str = ""
    path: str = ""  # its own page


class Appealable(Protocol):
    """One kind of object whose decisions can be appealed against."""

    kind: str  # model label in lower case, "comments.comment"
    restricts: frozenset[str]  # transitions that restrict somebody, who may appeal
    dismisses: frozenset[str]  # transitions that refuse a report, whose sender may appeal

    def statements(self, decisions: Sequence[Decision]) -> dict[int, Statement]:
        """The statements of these decisions, by the decision's number, in a fixed number of queries."""

    def decisions_on(self, person: User) -> QuerySet[Decision]:
        """The decisions that restrict what is this person's."""

    def notices(self, appeals: Sequence[Appeal]) -> dict[int, Notice]:
        """The reports behind these appeals, by ``notice_id``."""

    def section_of(self, object_id: int) -> str:
        """The slug of the section in which the object stands; empty for none."""

    def lock(self, object_id: int) -> None:
        """Hold what the kind's verbs hold first, so that an appeal and a decision do not wait for each other."""

    def stands(self, decision: Decision) -> bool:
        """Whether the decision still has its effect."""

    def put_right(self, appeal: Appeal, *, by: User, reason: str, now: datetime) -> Decision:
        """Do what the appeal asks for, through the kind's own verb. Raises moderation.errors.Refused."""


_appealables: dict[str, Appealable] = {}


def register(appealable: Appealable) -> None:
    """Make a kind known; called from ``AppConfig.ready``."""
    _appealables[appealable.kind] = appealable


def appealable_of(kind: str) -> Appealable | None:
    """The appealable of a kind; None if nobody registered it."""
    return _appealables.get(kind)


def all_appealables() -> list[Appealable]:
    """Every kind, by name."""
    return [_appealables[kind] for kind in sorted(_appealables)]


def statement_of(decision: Decision) -> Statement | None:
    """The statement of one decision; None where it restricts nobody."""
    found = appealable_of(decision.kind)
    if found is None or decision.name not in found.restricts | found.dismisses:
        return None
    return found.statements([decision]).get(decision.pk)
