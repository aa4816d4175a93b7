"""What an article is about, as weighted terms: headline and beginning count more, repetition less and less."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from common.words import words_in

TERMS_KEPT = 60  # the rest of a text says little about what it is about
HEADLINE, STANDFIRST, TOPIC, BODY = 3.0, 1.5, 2.0, 1.0
# A report says in its first lines what it is about: there a word of the body counts nearly twice.
BEGINNING, FADES_AFTER = 1.0, 60.0
# BM25's own constants: how soon repetition stops to count, and how much a long text is discounted.
SATURATION, LENGTH_DISCOUNT = 2.0, 0.75
USUAL_LENGTH = 120.0  # weighted words of a short report; a constant, so that stored weights never age


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the article as plain text, and how much its words count."""

    text: str
    weight: float = BODY
    fades: bool = False  # whether its beginning counts more
    words: Sequence[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", words_in(self.text))


@dataclass(frozen=True, slots=True)
class Weighted:
    """A term: its stem, its weight, and the word as the article most often writes it."""

    stem: str
    weight: float
    spelling: str


def weigh(passages: Sequence[Passage], stems: Mapping[str, str]) -> list[Weighted]:
    """The terms that say most about the article, heaviest first. ``stems`` knows each word but stop words."""
    counts: dict[str, float] = {}
    spellings: dict[str, Counter[str]] = {}
    for passage in passages:
        for at, word in enumerate(passage.words):
            stem = stems.get(word.lower())
            if stem:
                early = BEGINNING * math.exp(-at / FADES_AFTER) if passage.fades else 0
                counts[stem] = counts.get(stem, 0.0) + passage.weight * (1 + early)
                spellings.setdefault(stem, Counter())[word] += 1
    length = sum(counts.values())
    weighted = [
        Weighted(stem, _saturated(count, length), _spelling(spellings[stem]))
        for stem, count in counts.items()
    ]
    return sorted(weighted, key=lambda term: (-term.weight, term.stem))[:TERMS_KEPT]


def _saturated(count: float, length: float) -> float:
    discount = 1 - LENGTH_DISCOUNT + LENGTH_DISCOUNT * length / USUAL_LENGTH
    return count * (SATURATION + 1) / (count + SATURATION * discount)


def _spelling(seen: Counter[str]) -> str:
    """The most frequent form; of two as frequent ones that in small letters."""
    return max(seen, key=lambda word: (seen[word], word.islower(), word))
