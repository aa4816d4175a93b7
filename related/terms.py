"""What an article is about, as weighted terms: headline and beginning count more, repetition less and less. Pure."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from common.words import words_in

SPELLING_LENGTH = 60  # a longer “word” is an address
TERMS_KEPT = 160  # the rest of a text says little about what it is about
WORDS_READ = 20_000  # of a passage; a longer one is read no further
HEADLINE, STANDFIRST, TOPIC, BODY = 3.0, 1.5, 2.0, 1.0
# A report says in its first lines what it is about: there a word of the body counts nearly twice.
BEGINNING, FADES_AFTER = 1.0, 60.0


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the article as plain text, and how much its words count."""

    text: str
    weight: float = BODY
    fades: bool = False  # whether its beginning counts more
    words: Sequence[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", words_in(self.text)[:WORDS_READ])


@dataclass(frozen=True, slots=True)
class Terms:
    """Stems, heaviest first; how much each counts, and how the article most often writes it."""

    stems: tuple[str, ...] = ()
    counts: tuple[float, ...] = ()
    spellings: tuple[str, ...] = ()
    length: float = 0.0  # what all terms count together, those that were not kept too


def weigh(passages: Sequence[Passage], stems: Mapping[str, str]) -> Terms:
    """The terms that say most about the article. ``stems`` knows each word but stop words."""
    counts: dict[str, float] = {}
    spellings: dict[str, Counter[str]] = {}
    for passage in passages:
        for at, word in enumerate(passage.words):
            stem = stems.get(word.lower())
            if stem:
                early = BEGINNING * math.exp(-at / FADES_AFTER) if passage.fades else 0
                counts[stem] = counts.get(stem, 0.0) + passage.weight * (1 + early)
                spellings.setdefault(stem, Counter())[word] += 1
    kept = sorted(counts, key=lambda stem: (-counts[stem], stem))[:TERMS_KEPT]
    return Terms(
        tuple(kept),
        tuple(round(counts[stem], 3) for stem in kept),
        tuple(_spelling(spellings[stem]) for stem in kept),
        round(sum(counts.values()), 3),
    )


def _spelling(seen: Counter[str]) -> str:
    """The most frequent form; of two as frequent ones that in small letters."""
    return max(seen, key=lambda word: (seen[word], word.islower(), word))[:SPELLING_LENGTH]
