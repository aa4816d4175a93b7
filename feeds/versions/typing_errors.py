"""Whether two wordings differ by typing errors alone: a few letters or marks, and nothing that says something else. Pure.

There is no dictionary here, and none of every name. So what cannot be told is no typing error: numbers, number words, days
and months, negations, quotations, and words that may be names are never mended without a person.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.aligning import Purse, align
from feeds.versions.grave_words import (
    ENDINGS_OF_COMMON_NOUNS,
    FACTS,
    GRAVE,
    NEGATING_PREFIXES,
    TAKEN_FOR_EACH_OTHER,
)
from feeds.versions.slips import is_little_word_mistyped, is_misspelt

MOST_MENDED = 8  # more is an edit
LONGEST_MARKS = 3
SPEAKING_MARKS = frozenset("%‰?&@#*/\\")
_TOKEN = re.compile(r"\w+(?:['’\-]\w+)*|[^\w\s]")
_SENTENCE_END = frozenset(".!?:;–—-|()\"'")
_QUOTED = re.compile(r'"([^"]*)"|(?<!\w)\'([^\']+)\'(?!\w)')
_STRAIGHT = str.maketrans({**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛‹›", "'")})


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it is compared: its words and marks, and what else stands in it."""

    tokens: tuple[str, ...]
    is_title: bool  # set with capitals throughout, as English headlines are

    def may_be_name(self, at: int) -> bool:
        """Whether the capital of the word says nothing but that it may be a name."""
        word = self.tokens[at]
        if not word[:1].isupper():
            return False
        starts = at == 0 or self.tokens[at - 1] in _SENTENCE_END
        return not (starts or self.is_title) or word.isupper()


def is_typing_error(before: str, after: str, language: str = "", *, ordinary: frozenset[str]) -> bool:
    """Whether ``after`` is ``before`` with typing errors mended. ``ordinary``: words that stand somewhere in small letters."""
    old, new = _normal(before), _normal(after)
    if _quotations(old) != _quotations(new):
        return False
    left, right = _text(old), _text(new)
    changed = [part for part in align(left.tokens, right.tokens, Purse()) if not part.is_same]
    mended = sum(max(part.b - part.a, part.d - part.c) for part in changed)
    if mended > MOST_MENDED or mended > max(2, len(left.tokens) // 5):
        return False
    return all(
        _is_harmless(left, right, (part.a, part.b), (part.c, part.d), language[:2].lower(), ordinary)
        for part in changed
    )


def ordinary_words(*texts: str) -> frozenset[str]:
    """Every word that stands in small letters, and with no capital in the midst of a sentence: those are no names."""
    small: set[str] = set()
    names: set[str] = set()
    for text in texts:
        read = _text(_normal(text))
        for at, word in enumerate(read.tokens):
            if word.islower():
                small.add(word)
            elif read.may_be_name(at):
                names.add(word.lower())
    return frozenset(small - names)


def _is_harmless(
    left: Text,
    right: Text,
    old_span: tuple[int, int],
    new_span: tuple[int, int],
    language: str,
    ordinary: frozenset[str],
) -> bool:
    old, new = left.tokens[slice(*old_span)], right.tokens[slice(*new_span)]
    if not any(_is_word(token) for token in (*old, *new)):
        return len(old) <= LONGEST_MARKS and len(new) <= LONGEST_MARKS and _are_marks((*old, *new))
    if _is_written_twice(left, old_span, new) or _is_written_twice(right, new_span, old):
        return True
    old_words = [at for at in range(*old_span) if _is_word(left.tokens[at])]
    new_words = [at for at in range(*new_span) if _is_word(right.tokens[at])]
    marks = [token for token in (*old, *new) if not _is_word(token)]
    if not _are_marks(marks):
        return False
    if len(old_words) != len(new_words):
        return not marks and _is_split_otherwise(old, new)
    return all(
        _is_same_word(left, right, a, c, language, ordinary)
        for a, c in zip(old_words, new_words, strict=True)
    )


def _is_same_word(left: Text, right: Text, a: int, c: int, language: str, ordinary: frozenset[str]) -> bool:
    old, new = left.tokens[a], right.tokens[c]
    if old == new:
        return True
    if not (_is_plain(old) and _is_plain(new)):
        return is_little_word_mistyped(old.lower(), new.lower())
    if old.lower() == new.lower():
        return _is_other_case(left, right, a, c, language)
    if frozenset((old.lower(), new.lower())) in TAKEN_FOR_EACH_OTHER:
        return False
    if (old[:1].isupper() or new[:1].isupper()) and not _is_common(left, right, a, c, language, ordinary):
        return False
    return is_misspelt(old.lower(), new.lower(), language)


def _is_other_case(left: Text, right: Text, a: int, c: int, language: str) -> bool:
    """The first word of a sentence, or a German noun; "us" and "US", "turkey" and "Turkey" are different words."""
    old, new = left.tokens[a], right.tokens[c]
    if old.isupper() or new.isupper():
        return False
    starts = c == 0 or right.tokens[c - 1] in _SENTENCE_END
    return starts or (language == "de" and old.lower().endswith(ENDINGS_OF_COMMON_NOUNS))


def _is_common(left: Text, right: Text, a: int, c: int, language: str, ordinary: frozenset[str]) -> bool:
    """A word with a capital that is no name all the same."""
    old, new = left.tokens[a], right.tokens[c]
    if (
        language == "de"
        and old.lower().endswith(ENDINGS_OF_COMMON_NOUNS)
        and new.lower().endswith(ENDINGS_OF_COMMON_NOUNS)
    ):
        return True
    if left.may_be_name(a) or right.may_be_name(c):
        return False
    return new.lower() in ordinary


def _is_written_twice(text: Text, span: tuple[int, int], other: Sequence[str]) -> bool:
    """ "the the": the word stands there already."""
    start, end = span
    if other or end - start != 1 or not _is_plain(text.tokens[start]):
        return False
    around = (*text.tokens[max(start - 1, 0) : start], *text.tokens[end : end + 1])
    return text.tokens[start].lower() in [token.lower() for token in around]


def _is_split_otherwise(old: Sequence[str], new: Sequence[str]) -> bool:
    """ "inthe" and "in the"; but "incompetent" and "in competent" are opposites."""
    if "".join(old).replace("-", "") != "".join(new).replace("-", ""):
        return False
    pieces = old if len(old) > len(new) else new
    if any(piece.lower() in FACTS or any(sign.isnumeric() for sign in piece) for piece in (*old, *new)):
        return False
    if any(piece[:1].isupper() for piece in pieces):
        return False
    return not (pieces[0].lower() in NEGATING_PREFIXES and len(pieces[-1]) > 3)


def _is_word(token: str) -> bool:
    return any(sign.isalnum() for sign in token)


def _is_plain(token: str) -> bool:
    """A word that neither counts nor denies nor names a day."""
    return _is_word(token) and not any(sign.isnumeric() for sign in token) and not _is_grave(token.lower())


def _is_grave(word: str) -> bool:
    return (
        word in GRAVE
        or word.endswith(("n't", "nt's"))
        or any(part in GRAVE for part in re.split(r"['-]", word))
    )


def _are_marks(tokens: Sequence[str]) -> bool:
    """Punctuation; a currency, a per cent sign or a question mark says something."""
    return all(unicodedata.category(token)[0] == "P" and token not in SPEAKING_MARKS for token in tokens)


def _quotations(text: str) -> list[str]:
    return ["".join(found.groups("")) for found in _QUOTED.finditer(text)] + ['"' * (text.count('"') % 2)]


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\u00ad", "")).translate(_STRAIGHT)


def _text(text: str) -> Text:
    tokens = tuple(_tokens(text))
    words = [token for token in tokens if token[0].isalpha() and len(token) > 3]
    capitals = sum(word[0].isupper() for word in words)
    return Text(tokens, len(tokens) < 30 and capitals * 3 >= len(words) * 2)


def _tokens(text: str) -> Iterator[str]:
    """Words and marks. A number keeps the marks within it and the sign before it: 1,5 is not 15, nor -2 2."""
    yield from (found[0] for found in re.finditer(r"[+\-−]?\d+(?:[.,:/]\d+)*\w*|" + _TOKEN.pattern, text))
