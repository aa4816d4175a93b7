"""Key points: the few sentences that stand best for an article, word for word. Pure and offline; nothing is composed.

A sentence stands for the text if its words are those that the text returns to and its headline names; the beginning of a
report weighs more, and what has been said by a chosen sentence counts less for the next.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

GENERATOR = "extractive 1"

LEAST_SENTENCES = 7  # shorter texts are read as quickly as their points
LONG_TEXT, FEW, MANY = 16, 3, 4
LEAST_CHARACTERS, MOST_CHARACTERS = 60, 260
HEADLINE_WORD = 2.0  # what a word of the headline counts more
BEGINNING, FADES_AFTER = (
    0.6,
    4.0,
)  # the first sentence counts 60 % more; after four sentences a third of that is left
LEANING = 0.6  # what is left of a sentence that leans on the one before it
REPEATED = 0.3  # what a word counts once it has been said

_OPENING_QUOTE = "“\"„»«‘‚›‹'"
_QUOTED = re.compile(r"“[^”]*”|„[^“]*“|\"[^\"]*\"|»[^«]*«|«[^»]*»")
_LEANS = re.compile(
    r"(?:and|but|or|so|yet|he|she|it|they|this|that|these|those|his|her|their|its|there|then|however|meanwhile|instead"
    r"|und|aber|doch|oder|er|sie|es|dies|diese|dieser|dieses|das|sein|seine|ihr|ihre|dort|dann|da|deshalb|dagegen|auch"
    r"|both|such|none of|neither|until then|bis dahin)\b"
    r"|.*\b(?:(?:he|she|they) (?:said|added|told)|(?:sagte|sagten|so) (?:er|sie))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Point:
    """A point and the number of the sentence that it leads to."""

    text: str
    sentence: int

    def as_row(self) -> dict[str, str | int]:
        """As it is stored."""
        return {"text": self.text, "sentence": self.sentence}


def choose(sentences: Sequence[str], stems: Sequence[Sequence[str]], headline: Sequence[str]) -> list[Point]:
    """The points in the order of the text; none for a short text or one without two sentences that could stand alone.

    ``stems`` are those of each sentence, ``headline`` those of the headline, stop words left out.
    """
    fit = [at for at, sentence in enumerate(sentences) if stands_alone(sentence) and stems[at]]
    wanted = MANY if len(sentences) >= LONG_TEXT else FEW
    if len(sentences) < LEAST_SENTENCES or len(fit) < 2:
        return []
    worth = _worth(stems, frozenset(headline))
    chosen: list[int] = []
    while fit and len(chosen) < wanted:
        best = max(fit, key=lambda at: (_score(at, sentences[at], stems[at], worth), -at))
        fit.remove(best)
        chosen.append(best)
        worth = {stem: value * (REPEATED if stem in stems[best] else 1) for stem, value in worth.items()}
    return [Point(sentences[at], at + 1) for at in sorted(chosen)]


def stands_alone(sentence: str) -> bool:
    """Neither too short nor too long, no question, not mainly somebody's words."""
    if not LEAST_CHARACTERS <= len(sentence) <= MOST_CHARACTERS:
        return False
    if sentence.rstrip("”\"“»«’') ").endswith(("?", ":")) or sentence[0] in _OPENING_QUOTE:
        return False
    if sentence.count('"') % 2 or _is_torn(sentence):
        return False
    quoted = sum(len(found) for found in _QUOTED.findall(sentence))
    return quoted <= len(sentence) / 2


def _is_torn(sentence: str) -> bool:
    """Whether a quotation begins or ends in another sentence. “ opens in English and closes in German."""
    opened, closed = sentence.count("“"), sentence.count("”")
    return sentence.count("„") != opened if "„" in sentence else opened != closed


def _worth(stems: Sequence[Sequence[str]], headline: frozenset[str]) -> dict[str, float]:
    """What each word counts: in how many sentences it stands (a word of one sentence only says little about the rest)."""
    spread = Counter(stem for sentence in stems for stem in set(sentence))
    return {
        stem: math.log(1 + count) * (HEADLINE_WORD if stem in headline else 1)
        for stem, count in spread.items()
        if count > 1 or stem in headline
    }


def _score(at: int, sentence: str, stems: Sequence[str], worth: Mapping[str, float]) -> float:
    shared = math.fsum(worth.get(stem, 0) for stem in set(stems))
    beginning = 1 + BEGINNING * math.exp(-at / FADES_AFTER)
    leaning = LEANING if _LEANS.match(sentence) else 1
    return shared / math.sqrt(len(stems)) * beginning * leaning
