"""What the score looks at: words, pairs of words and pieces of words, each only as a place in a table. Pure.

No vocabulary is kept, so no word can be read out of a model, and nothing of a person's text survives in one. The hashing is
our own, not scikit-learn's, so that a site uses a model without the library that trained it.
"""

import re
from collections import Counter
from itertools import pairwise
from math import log, sqrt
from zlib import crc32

from comments.rules.folding import folded

SIZE = 1 << 17  # places; collisions are rare enough for texts of a few hundred words
PIECES = (3, 4)  # letters
MOST_SIGNS = 5_000
_WORD = re.compile(r"\w+|[^\w\s]+")
_DIGIT = re.compile(r"\d")


def features(text: str) -> dict[int, float]:
    """Place → weight; the squares of the weights add up to one. Numbers are alike when they have as many digits."""
    words = _WORD.findall(_DIGIT.sub("0", folded(text[:MOST_SIGNS])))
    counts: Counter[int] = Counter()
    for word in words:
        counts[_place("w", word)] += 1
        framed = f" {word[:40]} "
        for length in PIECES:
            for at in range(len(framed) - length + 1):
                counts[_place("p", framed[at : at + length])] += 1
    for one, other in pairwise(words):
        counts[_place("b", f"{one} {other}")] += 1
    weights = {place: 1 + log(count) for place, count in counts.items()}
    norm = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {place: weight / norm for place, weight in weights.items()}


def _place(kind: str, words: str) -> int:
    return crc32(f"{kind}{words}".encode()) & (SIZE - 1)
