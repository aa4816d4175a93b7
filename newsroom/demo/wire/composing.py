"""Composing: what the agencies report in each turn of the clock, the same whoever asks and whenever."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from random import Random
from typing import Any

TURN_SECONDS = 40  # a report comes about as often as somebody walking through the demo looks
FEWEST, MOST = 4, 6  # paragraphs
PICTURED, UPDATED, SHARED = (
    0.4,
    0.16,
    0.14,
)  # how many reports have a picture, come again changed, are sent by both
SMALL = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SENTENCE = re.compile(r"(?:^“?|[.?!]”? )[a-z]")


@dataclass(frozen=True, slots=True)
class Report:
    """One report before anybody sends it. ``turn`` is its number on the clock."""

    turn: int
    topic: str
    agency: str
    headline: str
    summary: str
    dateline: str
    paragraphs: tuple[str, ...]
    categories: tuple[str, ...]
    update: str
    painter: str
    caption: str
    is_shared: bool

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.turn * TURN_SECONDS, UTC)


def turn_of(moment: datetime) -> int:
    """The newest turn at this moment."""
    return int(moment.timestamp()) // TURN_SECONDS


@cache
def read_copy() -> Mapping[str, Any]:
    """What stands in ``copy.toml``."""
    return tomllib.loads(Path(__file__).with_name("copy.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=512)
def compose(turn: int) -> Report:
    """The report of this turn."""
    dice = Random(f"turn {turn}")
    topic = _topic(turn)
    at = datetime.fromtimestamp(turn * TURN_SECONDS, UTC) - timedelta(hours=2)
    person, second = dice.sample(read_copy()["people"], 2)
    facts = {name: _fact(dice, choice) for name, choice in topic["facts"].items()}
    facts |= {"person": person, "second": second, "day": f"{at:%A}"}
    paragraphs = [dice.choice(paragraph["text"]) for paragraph in topic["paragraphs"]]
    while len(paragraphs) > FEWEST and (len(paragraphs) > MOST or dice.random() < 0.3):
        # What opens and what follows from it stays; the rest may fall to the sub-editor.
        paragraphs.pop(dice.randrange(2, len(paragraphs)))
    return Report(
        turn=turn,
        topic=topic["key"],
        agency=topic["agency"],
        headline=_spoken(dice.choice(topic["headlines"]).format(**facts)),
        summary=topic["summary"],
        dateline=facts["place"].upper(),
        paragraphs=tuple(_spoken(paragraph.format(**facts)) for paragraph in paragraphs),
        categories=tuple(topic["categories"]),
        update=_spoken(topic["update"]["text"].format(**facts)) if dice.random() < UPDATED else "",
        painter=topic["painter"] if dice.random() < PICTURED else "",
        caption=topic["caption"],
        is_shared=dice.random() < SHARED,
    )


def _topic(turn: int) -> Mapping[str, Any]:
    """Every topic once, in a new order each round, so that no two reports in a row are about the same."""
    topics: list[Mapping[str, Any]] = list(read_copy()["topics"])
    Random(f"round {turn // len(topics)}").shuffle(topics)
    return topics[turn % len(topics)]


def _fact(dice: Random, choice: list[Any]) -> str:
    """One of a list of words, or a number of a range, spelt out where it is small."""
    if all(isinstance(value, int) for value in choice):
        number = dice.randint(*choice)
        return SMALL[number] if number < len(SMALL) else f"{number:,}"
    return str(dice.choice(choice))


def _spoken(text: str) -> str:
    """A sentence begins with a capital, whatever was put in there."""
    return _SENTENCE.sub(lambda found: found[0].upper(), text)
