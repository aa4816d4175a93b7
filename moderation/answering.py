"""What a decision from the queue came to: the decision, or why it was refused, with what was typed kept."""

from dataclasses import dataclass

from django.http import QueryDict

from accounts.models import User
from moderation.deciding import decide
from moderation.errors import Conflict, ReasonRequired, Refused
from moderation.models import Decision, Item
from moderation.noting import write
from moderation.undoing import undo

NOTE = "note"


@dataclass(frozen=True)
class Answer:
    """The outcome of one form. Empty where nothing was asked."""

    action: str = ""
    typed: str = ""
    decision: Decision | None = None
    refusal: Refused | None = None

    @property
    def is_conflict(self) -> bool:
        return isinstance(self.refusal, Conflict)

    @property
    def is_note(self) -> bool:
        return self.action == NOTE

    @property
    def lacks_reason(self) -> bool:
        return isinstance(self.refusal, ReasonRequired) and not self.is_note

    @property
    def status(self) -> int:
        """The HTTP status: 200, 409 for a conflict, 422 for a missing reason, 403 for what is not allowed."""
        if self.refusal is None:
            return 200
        return 409 if self.is_conflict else 422 if self.lacks_reason or self.is_note else 403


def answer(item: Item, person: User, form: QueryDict) -> Answer:
    """Decide as the form says; a refusal is an answer, never an exception."""
    # One button is one decision: "reject/insult" is the action and the reason's code.
    action, _slash, code = form.get("action", "").partition("/")
    typed, version = form.get("reason", ""), form.get("version", "")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    try:
        decision = decide(item, action, by=person, version=seen, reason=typed, reason_code=code)
    except Refused as refusal:
        return Answer(action, typed, refusal=refusal)
    return Answer(action, decision=decision)


def answer_to_undo(item: Item, person: User) -> Answer:
    """Take the decision back; a refusal is an answer, never an exception."""
    try:
        return Answer("undo", decision=undo(item, by=person))
    except Refused as refusal:
        return Answer("undo", refusal=refusal)


def answer_to_note(item: Item, person: User, form: QueryDict) -> Answer:
    """Keep the note; a refusal is an answer that keeps what was typed."""
    typed = form.get("note", "")
    try:
        write(item, typed, by=person)
    except Refused as refusal:
        return Answer(NOTE, typed, refusal=refusal)
    return Answer()
