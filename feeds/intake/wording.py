"""The words of a text, and how much two texts have in common, told by runs of three words. Pure."""

import html
import re
from collections.abc import Collection, Sequence
from zlib import crc32

# Blocks part words, other tags stand within them.
_BLOCK = re.compile(
    r"<(?:/?(?:p|div|br|li|ul|ol|h[1-6]|tr|td|th|dd|dt|dl|table|blockquote|figure|figcaption|pre|hr|img|caption))\b[^>]*>"
)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_WORD = re.compile(r"\w+")

# A brief of fewer words is its own kind of copy: results, prices and warnings share their phrases.
ENOUGH_TO_COMPARE = 40
SKETCH = 200
# One in so many shingles finds candidates; longer texts have enough of them to be found by fewer.
RATES = ((160, 4), (640, 8))
LEAST_RATE = 16


def words_of(text: str) -> list[str]:
    """The words of sanitised HTML or of plain text, in one case."""
    if "<" in text:
        text = _TAG.sub("", _BLOCK.sub(" ", text))
    if "&" in text:
        text = html.unescape(text)
    return _WORD.findall(text.casefold())


def shingles(words: Sequence[str]) -> frozenset[int]:
    """Every run of three words as a number; empty for fewer words."""
    sums = list(map(crc32, map(str.encode, words)))
    # Of whole numbers, ``hash`` is the same in every process; a bigint holds it.
    return frozenset(map(hash, zip(sums, sums[1:], sums[2:], strict=False)))


def sketch(all_of: Collection[int]) -> list[int]:
    """The smallest of them: a fair sample that is the same wherever the same text stands; all of a short text."""
    return sorted(all_of)[:SKETCH]


def anchors(probes: Sequence[int], size: int) -> list[int]:
    """Those of a text's ``probes`` by which it is found once it is stored; ``size`` is the number of all its shingles."""
    rate = next((rate for most, rate in RATES if size <= most), LEAST_RATE)
    return [one for one in probes if not one % rate]


def probes(all_of: Collection[int], words: int) -> list[int]:
    """Those by which others are looked for: all that anybody may be found by."""
    if words < ENOUGH_TO_COMPARE:
        return []
    return [one for one in all_of if not one % RATES[0][1]]


def contained(some: frozenset[int], others: frozenset[int]) -> float:
    """The share of ``some`` that is among ``others``."""
    return len(some & others) / len(some) if some else 0.0


def figures(words: Sequence[str]) -> frozenset[str]:
    """The numbers that a text names."""
    return frozenset([word for word in words if word[0].isdigit()])


def has_other_figures(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether half of the numbers are others: another quarter's profit, another night's results, another toll."""
    return len(ours) > 1 and 2 * len(ours - theirs) >= len(ours)
