"""Whether the words of a rule stand in a report: whole words, in any case and with any accents. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

# A rule with more words is a list for something else; it would also be slow.
MOST_TERMS = 200
MOST_TERM = 80
_LETTERS = re.compile(r"\w+")
# What decomposition leaves as it is and people type otherwise.
_SPELLED = str.maketrans({"ß": "ss", "ẞ": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


def folded(text: str) -> str:
    """The text in lower case, without accents: Zürich, zurich and ZÜRICH are one."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SPELLED))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def spoken(text: str) -> str:
    """The words of a text, one space apart and at both ends, so that “ word ” finds whole words only."""
    return f" {' '.join(_LETTERS.findall(folded(text)))} "


@lru_cache(maxsize=4_096)
def needle(term: str) -> str:
    """What to look for in ``spoken`` text: the term's words; a closing star leaves the last word open (“harbo*”)."""
    words = _LETTERS.findall(folded(term))
    if not words:
        return ""
    return f" {' '.join(words)}" + ("" if term.rstrip().endswith("*") else " ")


def first_term(terms: Sequence[str], text: str) -> str:
    """The first of the terms that stands in ``spoken`` text; empty if none does."""
    return next((term for term in terms if (one := needle(term)) and one in text), "")


def first_category(terms: Sequence[str], categories: Iterable[str]) -> str:
    """The first of the terms that is one of the categories; with a star it may begin one."""
    whole = [spoken(category) for category in categories]
    for term in terms:
        one = needle(term)
        if one and any(
            category == one or (not one.endswith(" ") and category.startswith(one)) for category in whole
        ):
            return term
    return ""
