"""A generated text as people at the desk read it: each point beside the sentence that it leads to."""

from dataclasses import dataclass

from assist.models import GeneratedText
from common.sentences import sentences


@dataclass(frozen=True, slots=True)
class Line:
    """One point, its number, and its sentence as the article prints it."""

    text: str
    sentence: int
    printed: str

    @property
    def is_verbatim(self) -> bool:
        """Whether the point is the sentence itself."""
        return self.text == self.printed


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole text."""

    text: GeneratedText
    lines: list[Line]
    count: int  # sentences of the article


def sheet_of(text: GeneratedText) -> Sheet:
    """The text with its sentences; needs ``revision`` loaded."""
    found = sentences(text.revision.body)
    lines = [_line(point["text"], int(point["sentence"]), found) for point in text.points]
    return Sheet(text, lines, len(found))


def _line(text: str, number: int, found: list[str]) -> Line:
    return Line(text, number, found[number - 1] if 0 < number <= len(found) else "")
