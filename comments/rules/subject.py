"""What a rule looks at, and what it answers: values without a database."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import ClassVar, Protocol

from comments.rules.folding import Reading, Span, readings
from comments.rules.linked import Link, links_in

MOST_SPANS = 50  # marked places in one comment; whoever looks at it needs no more


class Text:
    """The raw text, and what is read out of it once however many rules ask."""

    def __init__(self, raw: str) -> None:
        self.raw = raw

    @cached_property
    def readings(self) -> list[Reading]:
        return readings(self.raw)

    @cached_property
    def links(self) -> list[Link]:
        return links_in(self.raw)

    @cached_property
    def words(self) -> str:
        """The text without its links, for rules about letters and languages."""
        return without(self.raw, [link.span for link in self.links])

    def without(self, spans: Iterable[Span]) -> "Text":
        """The text as if these places were not in it."""
        return Text(without(self.raw, spans))


@dataclass(frozen=True, slots=True)
class Alike:
    """Another comment of these days that has word groups or links in common with this one."""

    comment_id: int
    author_id: int
    article_id: int
    share: float  # of the smaller one's word groups, 0 to 1
    links: int
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """One comment as the rules see it, with what is known of its author at that moment."""

    text: Text
    at: datetime
    article_id: int = 0
    section_id: int = 0
    language: str = ""  # of the article
    author_id: int = 0
    approved_before: int = (
        0  # the author's comments that people can read, counted no further than is asked for
    )
    joined_at: datetime | None = None
    earlier: tuple[datetime, ...] = ()  # when the author wrote before, the newest first
    alike: tuple[Alike, ...] = ()
    score: float | None = None  # how likely people are to refuse it, by the model in use


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule spoke: what it saw, in words, and where in the raw text."""

    words: str
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Otherwise:
    """The comment as the rule would leave it alone, and the words for the difference (“without the marked words”)."""

    subject: Subject
    words: str


class BadOption(ValueError):
    """An option of a rule that cannot be; ``str()`` of it is fit for its writer. ``name`` is the option."""

    def __init__(self, name: str, words: str) -> None:
        self.name = name
        super().__init__(words)


class Test(Protocol):
    """One kind of rule with its options, ready to be asked."""

    looks_at: ClassVar[frozenset[str]]  # which facts beside the text it needs: “author”, “alike”, “score”

    def find(self, subject: Subject) -> Finding | None:
        """What the rule sees; None where it has nothing to say."""

    def otherwise(self, subject: Subject, finding: Finding) -> Otherwise | None:
        """The nearest comment on which it would not speak; None where there is none."""


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """In order, those that overlap or touch as one; no more than are of use."""
    found: list[list[int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return tuple((start, end) for start, end in found[:MOST_SPANS])


def without(text: str, spans: Iterable[Span]) -> str:
    """The text with these places left out, and no double blank where they stood."""
    kept, place = [], 0
    for start, end in sorted(spans):
        kept.append(text[place:start])
        place = max(place, end)
    kept.append(text[place:])
    return re.sub(r"  +", " ", "".join(kept))


def flag(options: dict[str, object], name: str) -> bool:
    """An option that is on or off."""
    return options.get(name) is True


def number(options: dict[str, object], name: str, default: float, least: float, most: float) -> float:
    """An option that is a number. Raises BadOption."""
    value = options.get(name, default)
    if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value <= most:
        raise BadOption(name, f"{least:g}–{most:g}")
    return value


def strings(options: dict[str, object], name: str) -> Sequence[str]:
    """An option that is a list of words. Raises BadOption."""
    value = options.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadOption(name, f"{name}: a list of words")
    return value
